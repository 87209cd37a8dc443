"""What was handed in: found, chosen among attempts, and read strictly."""
