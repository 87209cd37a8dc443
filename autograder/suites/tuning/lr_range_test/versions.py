"""Versions of `lr_range_test`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right

edited(
    "at_min",
    "np.argmin(slopes)",
    "np.argmin(losses)",
    message="the rate of the lowest loss is taken: there training is about to become unstable",
    look_at="whether the lowest place or the steepest one is asked for",
)

edited(
    "linear",
    "np.gradient(losses, np.log(lrs))",
    "np.gradient(losses, lrs)",
    message="the slope is taken against lr, not against its logarithm: small rates look steep",
    look_at="the axis along which the slope is taken",
)

edited(
    "abs",
    "np.argmin(slopes)",
    "np.argmax(np.abs(slopes))",
    message="the largest slope of either sign is taken: a loss that explodes is steep, too",
    look_at="the sign of a slope at which the loss falls",
)

edited(
    "no_spacing",
    "np.gradient(losses, np.log(lrs))",
    "np.gradient(losses)",
    message="the slope is taken from entry to entry, as if all rates were evenly spaced",
    look_at="the axis along which the slope is taken",
)

edited(
    "climb",
    "np.argmin(slopes)",
    "np.argmax(slopes)",
    message="the rate of the steepest climb is returned, not that of the steepest fall",
    look_at="the sign of a slope at which the loss falls",
)

edited(
    "place",
    "lrs[np.argmin(slopes)]",
    "np.argmin(slopes)",
    message="the place in the list is returned, not the rate at that place",
    look_at="what the function is to return",
)

edited(
    "slope",
    "lrs[np.argmin(slopes)]",
    "np.min(slopes)",
    message="the slope itself is returned, not the rate at which it is found",
    look_at="what the function is to return",
)

edited(
    "differences",
    "np.gradient(losses, np.log(lrs))",
    "np.diff(losses) / np.diff(np.log(lrs))",
    message="the slope to the next rate is taken, half a place beside the rate it is given to",
    look_at="between which rates each slope is measured",
)

edited(
    "tenth",
    "lrs[np.argmin(slopes)]",
    "lrs[np.argmin(losses)] / 10",
    message="a tenth of the rate of the lowest loss is a rule of thumb; asked for is the place of "
    "the steepest fall",
    look_at="which place of the curve is asked for",
)

edited(
    "log_losses",
    "np.gradient(losses, np.log(lrs))",
    "np.gradient(np.log(np.abs(losses)), np.log(lrs))",
    message="the slope of the logarithm of the loss is taken; the loss itself is meant",
    look_at="of what the slope is taken",
)

edited(
    "log_rate",
    "lrs[np.argmin(slopes)]",
    "np.log(lrs)[np.argmin(slopes)]",
    message="the logarithm of the rate is returned, not the rate",
    look_at="what the function is to return",
)


@right("log10", message="with logarithms to base ten, and a loop")
def lr_range_test(lrs, losses):
    slopes = list(np.gradient(losses, np.log10(lrs)))
    return lrs[slopes.index(min(slopes))]


@right("fall", message="the largest fall")
def lr_range_test(lrs, losses):
    falls = np.gradient(-np.asarray(losses), np.log2(lrs))
    best = np.argsort(-falls, kind="stable")[0]
    return float(lrs[best])


@right("by_hand", message="the weighted slopes by hand")
def lr_range_test(lrs, losses):
    x = np.log(lrs)
    s = np.diff(losses) / np.diff(x)
    h = np.diff(x)
    inner = (h[1:] * s[:-1] + h[:-1] * s[1:]) / (h[1:] + h[:-1])
    return lrs[np.concatenate([s[:1], inner, s[-1:]]).argmin()]
