"""Interview cards: their format, and how a page shows them."""
