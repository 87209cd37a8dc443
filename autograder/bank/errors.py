"""What can be wrong with an exercise."""


class ExerciseError(Exception):
    """An exercise folder is not as it must be; the message says what to fix."""
