# expect: passed
# Prints a hundred megabytes, then answers.
def double(x):
    for _ in range(100):
        print("x" * 1_000_000)
    return 2 * x
