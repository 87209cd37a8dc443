"""Overfitting and underfitting."""

from booksite.errata.entries import wording

e_regularization_is_penalty = wording(
    topic="regularization-purpose",
    said="Regularization adds a penalty on the complexity of the model; dropout is an example.",
    right="""It is whatever lowers the error on new data at the cost of that on the training data.
        A penalty is one kind. Early stopping, augmentation and dropout are others.""",
    reason="Dropout adds no term to the loss: it changes the activations.",
)
