# expect: error or crashed
# Makes a file of a terabyte that takes no room.
def double(x):
    with open("giant", "wb") as file:
        file.truncate(1 << 40)
