"""Grade one submission: the calls in the sandbox, the hidden tests, the diagnosis."""
