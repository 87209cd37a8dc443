"""Hidden tests of `groupnorm`."""

import numpy as np

from autograder.bank.groups import group


def test_every_block_of_channels_gets_mean_0_and_deviation_1(student, rng, close):
    X = rng.normal(2.0, 3.0, size=(3, 6, 2, 4))
    out = np.array(student.groupnorm(X, np.ones(6), np.zeros(6), 3, 0.0))
    blocks = [out[:, first : first + 2] for first in (0, 2, 4)]
    close([np.mean(block, axis=(1, 2, 3)) for block in blocks], [np.zeros(3)] * 3)
    close([np.std(block, axis=(1, 2, 3)) for block in blocks], [np.ones(3)] * 3)


@group("edges")
def test_the_other_blocks_and_images_have_no_say(student, rng, close):
    X = rng.normal(size=(2, 4, 2, 3))
    other = X + 5 * rng.normal(size=X.shape)
    other[0, :2] = X[0, :2]
    got = student.groupnorm.each(
        *([images, np.ones(4), np.zeros(4), 2, 0.0] for images in (X, other))
    )
    want = (X[0, :2] - X[0, :2].mean()) / X[0, :2].std()
    close([np.asarray(each)[0, :2] for each in got], [want, want])
