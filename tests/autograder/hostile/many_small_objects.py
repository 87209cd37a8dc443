# expect: memory_limit or time_limit
# Fills memory with small objects rather than large ones.
def double(x):
    chain = []
    while True:
        chain = [chain, {}, object()]
