"""Forward and backward."""
