# expect: passed
# Nothing hostile: what every other submission is compared with.
import numpy as np


def double(x):
    return 2 * np.asarray(x)
