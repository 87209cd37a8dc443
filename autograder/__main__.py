"""What `autograder` and `python -m autograder` start.

Every process of a pool loads this module again, so it loads nothing itself.
"""

from __future__ import annotations

import gc

from autograder import GARBAGE


def main() -> None:
    """Run the command line."""
    gc.set_threshold(GARBAGE)
    try:
        from autograder.cli.app import main as run

        run()
    finally:
        gc.freeze()  # what there is ends with the process: it need not be searched once more


if __name__ == "__main__":
    main()
