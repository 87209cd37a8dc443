"""nbgrader's settings for this repository, read by every nbgrader command run in it."""

c = get_config()  # noqa: F821 - nbgrader defines it when it reads this file

c.CourseDirectory.course_id = "deep-learning-handbook"

# The assignments have one source; what a student receives is made from it.
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# nbgrader copies every file of an assignment's folder to the students unless it is named here.
# Anything that could hold a solution in another form is.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "__pycache__",
    "*.md",
    "*.py",
    "*.pyc",
    "feedback",
]

# What stands where a solution was. An exercise that still raises it is "not started", not wrong.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
