"""What the exercises of this assignment share: the quadratic that their reference runs descend."""

import numpy as np

# A coupled quadratic, f(w) = w·A w / 2 − b·w, whose gradient is A w − b, and where runs start.
A = np.array([[1.0, 2.0], [2.0, 10.0]])
B = np.array([3.0, -1.0])
START = np.array([1.0, -2.0])
