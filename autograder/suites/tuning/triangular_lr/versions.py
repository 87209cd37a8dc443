"""Versions of `triangular_lr`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

HEIGHT = "1 - abs(it % (2 * S) / S - 1)"

edited(
    "period",
    HEIGHT,
    "1 - abs(it % S / (S / 2) - 1)",
    message="a cycle takes S steps; S is the way up alone, a cycle takes 2S",
    look_at="after how many steps the rate is at the top",
)

edited(
    "sawtooth",
    HEIGHT,
    "it % (2 * S) / (2 * S)",
    message="the rate climbs for the whole cycle and drops at once: there is no way down",
    look_at="the second half of a cycle",
)

edited(
    "starts_high",
    "1 - abs(",
    "abs(",
    message="the triangle is upside down: the first step has the rate hi",
    look_at="the rate at the first step",
)

edited(
    "no_span",
    "(hi - lo)",
    "hi",
    message="the top is lo + hi: the height of the triangle is hi − lo",
    look_at="the rate at the top",
)

edited(
    "one_cycle",
    "it % (2 * S) / S",
    "it / S",
    message="there is one cycle only: after 2S steps the rate goes on falling",
    look_at="the second cycle",
)

edited(
    "one_cycle_floor",
    HEIGHT,
    "max(0, 1 - abs(it / S - 1))",
    message="there is one cycle only: after 2S steps the rate stays at lo",
    look_at="the second cycle",
)

edited(
    "from_one",
    "it % (2 * S)",
    "(it + 1) % (2 * S)",
    message="the rate is one step ahead: the steps are counted from 0",
    look_at="the rate at the first step",
)

edited(
    "flat_floor",
    "it % (2 * S) / S",
    "it // S % 2",
    message="the rate jumps between lo and hi: whole numbers are divided without a rest",
    look_at="the rate between bottom and top",
)

edited(
    "from_zero",
    "lo + (hi - lo)",
    "hi",
    message="the triangle stands on 0; its lower corners are at lo",
    look_at="the rate at the first step",
)

edited(
    "smooth",
    HEIGHT,
    "(1 - np.cos(np.pi * it / S)) / 2",
    message="the rate follows a cosine; the sides of the triangle are straight",
    look_at="the rate between bottom and top",
)


@right("cases", message="the two halves of a cycle apart")
def triangular_lr(it, lo, hi, S):
    place = it % (2 * S)
    if place <= S:
        return lo + (hi - lo) * place / S
    return hi - (hi - lo) * (place - S) / S


@right("counted", message="as in Smith's paper, with the number of the cycle")
def triangular_lr(it, lo, hi, S):
    cycle = np.floor(1 + it / (2 * S))
    x = np.abs(it / S - 2 * cycle + 1)
    return lo + (hi - lo) * np.maximum(0, 1 - x)


@right("interpolated", message="interpolated between three corners")
def triangular_lr(it, lo, hi, S):
    return np.interp(it, [0, S, 2 * S], [lo, hi, lo], period=2 * S)
