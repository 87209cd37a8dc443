"""Optimization."""

PAGES = (
    "gradient-descent",
    "sgd-and-mini-batches",
    "averages",
    "momentum-and-nesterov",
    "adagrad-and-rmsprop",
    "adam-and-adamw",
    "adadelta-and-nadam",
    "learning-rate-schedules",
    "loss-landscape",
    "hyperparameter-search",
)
