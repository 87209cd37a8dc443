"""Learning-rate schedules."""

from booksite.errata.entries import wording

e_sgd_robbins_monro = wording(
    topic="sgd-origin-names",
    said="""SGD searches the extreme or zero points of a stochastic model whose parameters cannot be
        estimated directly; it is also called incremental gradient descent.""",
    right="""The first half describes *stochastic approximation*, which finds a root or a minimum
        from noisy evaluations. SGD is its use with gradients that are right on average.
        *Incremental* methods take the examples in a fixed order.""",
    reason="""The parameters of a network can be estimated; it is their exact gradient that costs
        too much.""",
)
