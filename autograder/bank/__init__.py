"""The exercises: their folders, their right and wrong versions, their solutions."""
