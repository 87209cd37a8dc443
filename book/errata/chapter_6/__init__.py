"""Vanishing gradients."""

PAGES = ("vanishing-gradients", "initialization", "residual-connections")
