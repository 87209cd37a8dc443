"""Answers to the exercises of the optimizers."""
