"""Sequences."""

PAGES = ("recurrent-networks", "backpropagation-through-time", "lstm", "gru-and-beyond")
