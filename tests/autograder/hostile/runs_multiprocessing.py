# expect: error
# Starts workers of its own.
import multiprocessing


def double(x):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        return pool.map(abs, x)
