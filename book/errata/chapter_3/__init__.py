"""Forward and backward."""

PAGES = ("forward-pass", "chain-rule", "backpropagation", "by-hand")
