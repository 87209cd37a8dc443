# expect: error
# Changes the library that later submissions import.
import handbook


def double(x):
    with open(handbook.__file__, "a") as file:
        file.write("raise SystemExit")
    return 2 * x
