"""nbgrader's gradebook: the connection, what is read from it and written into it."""
