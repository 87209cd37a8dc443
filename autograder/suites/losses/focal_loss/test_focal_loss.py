"""Hidden tests of `focal_loss`."""

import numpy as np

from autograder.bank.groups import group


def drawn(rng, count=6):
    return rng.uniform(0.05, 0.95, size=count), rng.permutation(np.arange(count) % 2)


def cross_entropy(p, y):
    return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))


def test_an_easy_example_weighs_less_by_a_power_of_its_distance_to_one(student, rng, close):
    p, gamma = rng.uniform(0.5, 0.9), rng.uniform(1.0, 4.0)
    plain, focal = student.focal_loss.each(
        *([np.array([p]), np.array([1]), g, 0.3] for g in (0.0, gamma))
    )
    close((plain, focal), (-0.3 * np.log(p), -0.3 * np.log(p) * (1 - p) ** gamma))


def test_exchanging_the_classes_exchanges_alpha_and_its_rest(student, rng, close):
    p, y = drawn(rng)
    loss, turned = student.focal_loss.each([p, y, 2.0, 0.3], [1 - p, 1 - y, 2.0, 0.7])
    weights = np.where(y == 1, 0.3 * (1 - p) ** 2, 0.7 * p**2)
    direct = -np.mean(weights * np.log(np.where(y == 1, p, 1 - p)))
    close((loss, turned), (direct, direct))


@group("edges")
def test_without_focus_and_with_equal_weights_it_is_half_the_cross_entropy(student, rng, close):
    p, y = drawn(rng)
    close(student.focal_loss(p, y, 0.0, 0.5), cross_entropy(p, y) / 2)


@group("edges")
def test_with_alpha_one_the_negatives_count_for_nothing(student, rng, close):
    p, _ = drawn(rng)
    close(student.focal_loss(p, np.zeros(6), 1.0, 1.0), 0.0)
