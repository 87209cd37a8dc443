"""Neurons and networks."""

PAGES = ("neuron", "perceptron", "layers", "sigmoid-and-tanh", "relu-family", "output-layer")
