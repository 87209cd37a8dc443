"""The page of errata: what is said elsewhere, the numbers that contradict it, what is right."""
