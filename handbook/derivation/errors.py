"""The one error that a derivation, a gradient check and a refutation raise."""


class DerivationError(Exception):
    """A line that does not follow, or one about which nothing can be established."""
