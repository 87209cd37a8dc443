# expect: error
# Reads a file that every user of the machine may read.
def double(x):
    with open(CANARY) as file:
        return file.read()
