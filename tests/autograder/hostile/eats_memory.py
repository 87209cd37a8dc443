# expect: memory_limit
# Keeps on allocating.
def double(x):
    taken = []
    while True:
        taken.append(bytearray(1 << 26))
