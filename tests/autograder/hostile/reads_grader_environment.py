# expect: error
# Reads the grader's environment variables.
def double(x):
    with open(f"/proc/{GRADER}/environ") as file:
        return file.read()
