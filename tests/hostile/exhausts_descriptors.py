# expect: passed or crashed
# Opens all the files that it may, then answers.
KEPT = []


def double(x):
    try:
        while True:
            KEPT.append(open("/dev/null"))
    except OSError:
        return 2 * x
