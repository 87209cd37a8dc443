# expect: passed
# Takes the notebook's shell apart.
def hand_in(place):
    place.answer(
        "get_ipython().__class__.run_cell_magic = None\nget_ipython = display = print = None",
        "%time x = 1",
        "import IPython\nIPython.core.inputtransformer2.TransformerManager = None",
        "!ls",
    )
