"""The command line: `autograder`."""
