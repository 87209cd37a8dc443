"""What `autograder` and `python -m autograder` start.

Every process of a pool loads this module again, so it loads nothing itself.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from autograder.cli import main as run

    run()


if __name__ == "__main__":
    main()
