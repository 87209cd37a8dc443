"""A course: its directory, settings, roster, due dates and rules for late work."""
