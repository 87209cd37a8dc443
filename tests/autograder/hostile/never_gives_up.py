# expect: time_limit
# Catches whatever might stop it.
def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
