# expect: error
# Looks for what was loaded before it.
def double(x):
    with open("/proc/self/maps") as file:
        return file.read()
