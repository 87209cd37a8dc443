# expect: passed
# Defines ten thousand functions, and some with very long names.
SOURCE = r"""
for number in range(10_000):
    exec(f"def f{number}(): pass")
exec(compile("def " + "g" * 5_000 + "(): pass", double.__code__.co_filename, "exec"))
for number in range(10_000):
    exec(compile(f"def h{number}(): pass", double.__code__.co_filename, "exec"))
"""


def hand_in(place):
    place.answer(SOURCE)
