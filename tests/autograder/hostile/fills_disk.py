# expect: passed
# Writes until the disk is full, then answers.
def double(x):
    number = 0
    try:
        while True:
            with open(f"{number}.bin", "wb") as file:
                file.write(bytes(1 << 20))
            number += 1
    except OSError:
        return 2 * x
