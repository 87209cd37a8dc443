# expect: passed
# Magics and commands that would change files.
def hand_in(place):
    path = place.canary
    cells = [
        f"%%bash\necho changed > {path}",
        f"!echo changed > {path}",
        f"%%writefile {path}\nchanged",
        f"%run {path}",
        "%load_ext autoreload",
        f"%save {path} 1",
        f"get_ipython().system('echo changed > {path}')",
        f"get_ipython().run_line_magic('save', '{path}')",
        f"%system echo changed > {path}",
        f"files = !rm {path}",
        "%%javascript\nalert(1)",
        "%%html\n<script>alert(1)</script>",
        "%%perl\nunlink glob '*'",
        "%reset -f",
    ]
    place.answer(*cells)
