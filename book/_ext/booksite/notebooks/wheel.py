"""A wheel of `handbook` alone: what the notebooks import, without the grader.

Made from the sources as they are, without a build tool and without a network; the same bytes for
the same sources. Version, Python and dependencies are those of pyproject.toml. Its name stays the
same from build to build, so that a notebook that was downloaded earlier still finds it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import tomllib
import zipfile
from pathlib import Path
from typing import Any

NAME = "handbook"


def wheel_name(root: Path) -> str:
    """The file name of the wheel that is made of the checkout at `root`."""
    return f"{NAME}-{project_of(root)['version']}-py3-none-any.whl"


def project_of(root: Path) -> dict[str, Any]:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    project: dict[str, Any] = tomllib.loads(text)["project"]
    return project


def wheel_of(root: Path) -> bytes:
    """The wheel that is made of the checkout at `root`."""
    project = project_of(root)
    files = package_files(root / NAME)
    about = f"{NAME}-{project['version']}.dist-info"
    files[f"{about}/METADATA"] = metadata(project).encode()
    files[f"{about}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: handbook\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    files[f"{about}/licenses/LICENSE"] = (root / "LICENSE").read_bytes()
    record = "".join(
        f"{name},{digest(content)},{len(content)}\n" for name, content in files.items()
    )
    files[f"{about}/RECORD"] = f"{record}{about}/RECORD,,\n".encode()
    return packed(files)


def package_files(package: Path) -> dict[str, bytes]:
    """The files of a package by their paths in the wheel, in a fixed order."""
    found = sorted(path for path in package.rglob("*") if path.is_file())
    return {
        path.relative_to(package.parent).as_posix(): path.read_bytes()
        for path in found
        if "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def metadata(project: dict[str, Any]) -> str:
    """What pip reads; the extras of the whole project, such as the grader, are left out."""
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {NAME}",
        f"Version: {project['version']}",
        "Summary: What the notebooks of the executable deep learning handbook import.",
        f"License: {project['license']['text']}",
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {needed}" for needed in project["dependencies"]),
    ]
    return "\n".join(lines) + "\n"


def digest(content: bytes) -> str:
    """A hash as RECORD writes it."""
    raw = hashlib.sha256(content).digest()
    return f"sha256={base64.urlsafe_b64encode(raw).rstrip(b'=').decode()}"


def packed(files: dict[str, bytes]) -> bytes:
    """A zip with no trace of the day or the machine; RECORD stands last, as the format asks."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # else it says on which system it was made
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()
