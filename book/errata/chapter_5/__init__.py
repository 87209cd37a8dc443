"""Regularization."""

PAGES = (
    "overfitting",
    "penalties",
    "early-stopping",
    "dropout",
    "scaling-inputs",
    "batch-normalization",
    "layer-and-group-norm",
)
