"""Hidden tests of `random_flip`: what holds whatever is drawn."""

import numpy as np

from autograder.bank.groups import group
from handbook.check.plain_data import Rng


def seed(rng):
    return Rng(int(rng.integers(2**31)))


def flipped(images):
    """Which of these images have their 1 on the right, where it was on the left."""
    return np.asarray(images)[:, 0, 0, -1] == 1


def test_the_share_of_flipped_images_is_p(student, rng):
    X = np.zeros((600, 1, 1, 2))
    X[..., 0] = 1.0
    for p in (0.25, 0.75):
        assert abs(np.mean(flipped(student.random_flip(X, p, seed(rng)))) - p) < 0.12


def test_an_image_is_flipped_as_a_whole(student, rng):
    X = rng.normal(size=(50, 3, 4, 5))
    got = np.asarray(student.random_flip(X, 0.5, seed(rng)))
    same = np.all(got == X, axis=-1)  # of each row of each channel
    mirrored = np.all(got == X[..., ::-1], axis=-1)
    assert np.all(np.all(same, axis=(1, 2)) | np.all(mirrored, axis=(1, 2)))
    assert 5 < np.sum(same[:, 0, 0]) < 45


@group("side_effects")
def test_the_flips_are_decided_by_the_generator_passed_in(student, rng):
    X, one, other = rng.normal(size=(60, 1, 1, 2)), seed(rng), seed(rng)
    got = [student.random_flip(X, 0.5, each) for each in (one, one, other)]
    assert np.array_equal(got[0], got[1])
    assert not np.array_equal(got[0], got[2])


@group("edges")
def test_a_single_image(student, rng, close):
    X = rng.normal(size=(1, 2, 3, 4))
    kept, turned = student.random_flip.each([X, 0.0, seed(rng)], [X, 1.0, seed(rng)])
    close((kept, turned), (X, X[..., ::-1]))
