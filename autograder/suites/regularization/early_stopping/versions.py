"""Versions of `early_stopping`: named mistakes, and other right ways."""

import numpy as np

from autograder.bank.versions import edited, right, wrong

edited(
    "off_by_one",
    "epoch - best >= patience",
    "epoch - best > patience",
    message="training goes on for one epoch more than patience allows",
    look_at="how many epochs without improvement there are before the end",
)

edited(
    "returns_last",
    "return best, epoch",
    "return epoch, epoch",
    "return best, len(losses) - 1",
    "return len(losses) - 1, len(losses) - 1",
    message="the last epoch is returned as the best: the weights of the best one are lost",
    look_at="the epoch whose weights are kept",
)


@wrong(
    "vs_previous",
    message="each loss is compared with that of the epoch before, not with the lowest",
    look_at="what a loss is compared with",
)
def early_stopping(losses, patience, min_delta):
    best = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[epoch - 1] - min_delta:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(losses) - 1


@wrong(
    "no_reset",
    message="epochs without improvement are counted over the whole run: an improvement does not "
    "set the count back",
    look_at="the count after an improvement",
)
def early_stopping(losses, patience, min_delta):
    lowest, best, waited = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            lowest, best = loss, epoch
        else:
            waited += 1
            if waited >= patience:
                return best, epoch
    return best, len(losses) - 1


edited(
    "lowest_moves",
    "elif epoch - best >= patience:\n            return best, epoch",
    "else:\n            lowest = min(lowest, loss)\n            if epoch - best >= patience:\n"
    "                return best, epoch",
    message="improvements that are too small to count lower the bar all the same: a slow slope "
    "never counts",
    look_at="what an epoch that does not count changes",
)

edited(
    "lowest_seen",
    "return best, epoch",
    "return int(np.argmin(losses[: epoch + 1])), epoch",
    "return best, len(losses) - 1",
    "return int(np.argmin(losses)), len(losses) - 1",
    message="the lowest loss is returned, although it did not improve by more than min_delta",
    look_at="which improvements count",
)

edited(
    "lowest_of_all",
    "return best, epoch",
    "return int(np.argmin(losses)), epoch",
    message="the lowest loss of the whole curve is returned: epochs after the end are not known",
    look_at="which epochs have been trained when training ends",
)

edited(
    "ties",
    "loss < lowest - min_delta",
    "loss <= lowest - min_delta",
    message="an improvement of exactly min_delta counts, even one of 0",
    look_at="a loss that equals the lowest",
)

edited(
    "no_min_delta",
    "lowest - min_delta",
    "lowest",
    message="min_delta is not used: every improvement counts",
    look_at="an improvement smaller than min_delta",
)

edited(
    "sign",
    "lowest - min_delta",
    "lowest + min_delta",
    message="min_delta has the wrong sign: a loss that is a little higher counts as an improvement",
    look_at="on which side of the lowest loss the bar is",
)

edited(
    "higher_is_better",
    "np.inf",
    "-np.inf",
    "loss < lowest - min_delta",
    "loss > lowest + min_delta",
    message="the highest value is sought, as for an accuracy; these are losses",
    look_at="which direction is an improvement",
)

edited(
    "never_none",
    "return best, len(losses) - 1",
    "return best, len(losses)",
    message="where training is never stopped, an epoch after the last one is returned",
    look_at="the number of the last epoch",
)

edited(
    "from_one",
    "return best, epoch",
    "return best + 1, epoch + 1",
    "return best, len(losses) - 1",
    "return best + 1, len(losses)",
    message="epochs are counted from 1, where they are counted from 0",
    look_at="the number of the first epoch",
)

edited(
    "too_soon",
    "epoch - best >= patience",
    "epoch - best >= patience - 1",
    message="training ends an epoch before patience is used up",
    look_at="how many epochs without improvement there are before the end",
)


edited(
    "floats",
    "return best, epoch",
    "return float(best), float(epoch)",
    "return best, len(losses) - 1",
    "return float(best), len(losses) - 1.0",
    message="the epochs come as floats: no list of stored weights can be asked for them",
    look_at="the types of what is returned",
)


@right("counter", message="counts the epochs without improvement; a list")
def early_stopping(losses, patience, min_delta):
    best, waited, lowest = 0, 0, losses[0]
    for epoch in range(1, len(losses)):
        if lowest - losses[epoch] > min_delta:
            lowest, best, waited = losses[epoch], epoch, 0
        else:
            waited += 1
        if waited == patience:
            return [best, epoch]
    return [best, len(losses) - 1]


@right("while", message="looks for the next improvement within patience")
def early_stopping(losses, patience, min_delta):
    best = 0
    while True:
        window = losses[best + 1 : best + patience + 1]
        better = np.flatnonzero(window < losses[best] - min_delta)
        if len(better) == 0:
            return best, min(best + patience, len(losses) - 1)
        best += 1 + int(better[0])


@right("recorded", message="finds all improvements, then the first gap")
def early_stopping(losses, patience, min_delta):
    counted = [0]
    for epoch, loss in enumerate(losses):
        if loss < losses[counted[-1]] - min_delta:
            counted.append(epoch)
    for this, after in zip(counted, [*counted[1:], np.inf], strict=True):
        if after - this > patience:
            return this, min(this + patience, len(losses) - 1)
    return counted[-1], len(losses) - 1
