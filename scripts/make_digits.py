"""Write handbook/digits.npz: scikit-learn's handwritten digits, in the three parts of the book.

    python scripts/make_digits.py

The book reads the digits from this file, so that no page waits for scikit-learn to be imported and
a student needs nothing but NumPy. Grey values are whole numbers from 0 to 16.
"""

import numpy as np

from handbook.data import DIGITS


def parts() -> dict[str, np.ndarray]:
    """The images and labels of each part, by the names that they have in the file."""
    # Here, since the import takes a second and the tests of this file's readers do without it.
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    X, y = (whole.astype(np.uint8) for whole in load_digits(return_X_y=True))
    X_rest, X_test, y_rest, y_test = train_test_split(
        X, y, test_size=0.2, stratify=y, random_state=0
    )
    X_train, X_validation, y_train, y_validation = train_test_split(
        X_rest, y_rest, test_size=0.25, stratify=y_rest, random_state=0
    )
    return {
        "train_X": X_train,
        "train_y": y_train,
        "validation_X": X_validation,
        "validation_y": y_validation,
        "test_X": X_test,
        "test_y": y_test,
    }


if __name__ == "__main__":
    np.savez_compressed(DIGITS, **parts())
    print(f"{DIGITS.name}: {DIGITS.stat().st_size:,} bytes")
