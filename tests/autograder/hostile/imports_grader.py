# expect: error
# Starts a sandbox of its own, to look into it.
def double(x):
    from autograder.sandbox import Sandbox

    with Sandbox() as sandbox:
        return sandbox.mode
