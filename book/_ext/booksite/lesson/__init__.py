"""What the teaching pages share: their frame, predictions, folded code, addresses that moved."""
