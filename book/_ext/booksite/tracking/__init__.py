"""What the book covers, and what a learner has done."""
