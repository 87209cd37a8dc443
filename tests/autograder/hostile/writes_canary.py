# expect: error
# Overwrites a file that every user of the machine may write.
def double(x):
    with open(CANARY, "w") as file:
        file.write("changed")
    return 2 * x
