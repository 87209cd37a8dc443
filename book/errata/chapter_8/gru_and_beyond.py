"""Gated units and what came after."""

from booksite.errata.entries import wording

e_rnn_transformers_reason = wording(
    topic="rnn-lstm-transformer-line",
    said="""Recurrent networks cannot choose what to remember. This motivated the invention of
        transformers.""",
    right="""It motivated gates: an LSTM or GRU chooses what it keeps. Attention answered another
        limit, one state of fixed size for the whole sequence, and transformers a third, steps that
        have to be computed one after the other.""",
    reason="""The LSTM is of 1997, its forget gate of 2000, attention in translation of 2015 and the
        transformer of 2017.""",
)
