# expect: error
# Reads the list of users of the machine.
def double(x):
    with open("/etc/passwd") as file:
        return file.read()
