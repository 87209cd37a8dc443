# expect: error Exception
# Raises an error whose name is no name.
def double(x):
    raise type("<script>", (Exception,), {})("x" * 100_000)
