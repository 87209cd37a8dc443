# expect: passed
# Outputs of 19 megabytes, with scripts in them.
def hand_in(place):
    html = "<script>document.title = 'pwned'</script>"
    data = {"text/html": html, "application/javascript": "alert(1)", "image/png": "A" * (19 << 20)}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    place.answer({"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]})
