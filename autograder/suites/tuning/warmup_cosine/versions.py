"""Versions of `warmup_cosine`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

COSINE = "0.5 * (lr_max - lr_min) * (1 + np.cos(np.pi * done))"

edited(
    "plus1",
    "lr_max * it / warmup",
    "lr_max * (it + 1) / warmup",
    message="the warm-up is one step ahead: the course counts from 0 and reaches lr_max at warmup",
    look_at="the rate at the first step",
)

edited(
    "no_floor",
    "    if it >= total:\n        return lr_min\n",
    "",
    message="the rate climbs again after the last step: the cosine goes on",
    look_at="what happens from total on",
)

edited(
    "no_shift",
    "(it - warmup) / (total - warmup)",
    "it / total",
    message="the cosine runs from step 0; it begins where the warm-up ends",
    look_at="where the cosine is 1 and where it is −1",
)

edited(
    "no_half",
    "0.5 * (lr_max - lr_min)",
    "(lr_max - lr_min)",
    message="the half is missing: 1 + cos runs from 2 to 0",
    look_at="the rate where the cosine begins",
)

edited(
    "from_min",
    "lr_max * it / warmup",
    "lr_min + (lr_max - lr_min) * it / warmup",
    message="the warm-up starts at lr_min; in the course it starts at 0",
    look_at="the rate at the first step",
)

edited(
    "no_span",
    "0.5 * (lr_max - lr_min)",
    "0.5 * lr_max",
    message="the cosine falls from lr_max + lr_min: lr_min is added to the whole of lr_max",
    look_at="the rate where the cosine begins",
)

edited(
    "length",
    "(total - warmup)",
    "total",
    message="the cosine is as long as the whole training; the warm-up has taken a part of it",
    look_at="how many steps the cosine has",
)

edited(
    "linear",
    "(1 + np.cos(np.pi * done))",
    "2 * (1 - done)",
    message="the rate falls along a line; it is to follow half a cosine",
    look_at="the rate after a quarter of the way down",
)

edited(
    "rising",
    "(1 + np.cos(np.pi * done))",
    "(1 - np.cos(np.pi * done))",
    message="the cosine climbs from lr_min to lr_max: it is upside down",
    look_at="the sign of the cosine",
)

edited(
    "whole_wave",
    "np.cos(np.pi * done)",
    "np.cos(2 * np.pi * done)",
    message="a whole wave is run through: the rate is back at lr_max in the end",
    look_at="where the cosine is −1",
)

edited(
    "off_after",
    "        return lr_min\n",
    "        return 0.0\n",
    message="the rate is 0 after the last step; it stays at lr_min",
    look_at="what happens from total on",
)


@right("clipped", message="the way done is clipped; the warm-up is a factor")
def warmup_cosine(it, lr_max, lr_min, warmup, total):
    if it < warmup:
        return it / warmup * lr_max
    done = 1.0 if total == warmup else min((it - warmup) / (total - warmup), 1.0)
    return lr_min * (1 - np.cos(np.pi * done)) / 2 + lr_max * (1 + np.cos(np.pi * done)) / 2


@right("square", message="by the square of the cosine of half the angle")
def warmup_cosine(it, lr_max, lr_min, warmup, total):
    if it >= total:
        return lr_min
    if it >= warmup:
        half = np.pi / 2 * (it - warmup) / (total - warmup)
        return lr_min + (lr_max - lr_min) * np.cos(half) ** 2
    return np.interp(it, [0, warmup], [0.0, lr_max])


@right("table", message="the whole schedule is made first")
def warmup_cosine(it, lr_max, lr_min, warmup, total):
    up = [lr_max * i / warmup for i in range(warmup)]
    angles = np.pi * np.arange(total - warmup) / max(total - warmup, 1)
    down = lr_min + (lr_max - lr_min) * (np.cos(angles) + 1) / 2
    return [*up, *down, lr_min][min(it, total)]
