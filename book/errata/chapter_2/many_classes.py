"""Many classes."""

import numpy as np
from booksite.errata.entries import erratum, numbers, wording
from booksite.errata.functions import softmax


@erratum(
    topic="logits-vs-probabilities",
    said=r"""In one table $\hat y_i$ is a probability in $-\sum_i y_i \log \hat y_i$ and a score in
        the row of softmax cross-entropy.""",
    right="""$p$ for probabilities, $z$ for logits. A loss that expects logits accepts probabilities
        without complaint, applies softmax a second time, and gives another number.""",
)
def e_ce_symbols():
    """Three classes, the first one true: the loss from logits, fed with the logits and with the
    probabilities."""

    def loss_from_logits(z):
        return -np.log(softmax(z)[0])

    logits = np.array([2.0, 1.3, 0.1])
    return numbers(
        false="fed_with_probabilities == fed_with_logits",
        fed_with_probabilities=loss_from_logits(softmax(logits)),
        fed_with_logits=loss_from_logits(logits),
    )


e_losses_give_probabilities = wording(
    topic="probabilistic-output-of-losses",
    said="An advantage of cross-entropy: it provides probabilistic output.",
    right="Sigmoid or softmax makes the output a probability. Cross-entropy scores it.",
    reason="With the activation left out, the same loss gets numbers that are no probabilities.",
)
