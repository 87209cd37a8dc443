"""What code in a page needs, served from the site itself, as `_static/live/…`.

- the editor and the buttons: `web/src`, bundled by esbuild;
- Python: the files named in `web/runtime.json`, each held against its hash, and the handbook's own
  modules, those that the checks import; what can be done with them once is done at build time by
  `web/freeze.mjs`;
- of each released assignment its `checks.json`, its notebook, and both with the modules as a zip;
  where the site shows solutions (`solutions.py`), these, each in a file of its own.

`manifest.json` names it all. Names change with the content, so a browser keeps what it has.
"""

from __future__ import annotations

import ast
import gzip
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from . import live_settings, solutions

ENTRIES = ("live.js", "kit.js", "worker.js", "schedule.js")
# The modules that a page's Python starts from; what they import comes along.
MODULES = ("check.in_page", "figures.svg", "data")


def make_live_assets(app: Sphinx) -> None:
    """Put the files beside the output and add them to the static paths, as `live/…`."""
    root = Path(app.srcdir)
    static = Path(app.outdir).parent / ".live"
    shutil.rmtree(static, ignore_errors=True)
    # What an earlier build left there bears other names.
    shutil.rmtree(Path(app.outdir) / "_static" / "live", ignore_errors=True)
    target = static / "live"
    target.mkdir(parents=True)
    app.config.html_static_path.append(str(static))
    modules = packed_modules(root / "handbook")
    bundle(root / "web", target)
    runtime = make_runtime(root / "web", modules, root / "_build" / ".python", target)
    manifest = {"runtime": runtime}
    app.config.booksite_python_size = size_in_words(runtime, target)
    for folder in sorted((root / "exercises").glob("*/checks.json")):
        copy_assignment(root, folder.parent, target, modules)
        name = folder.parent.name
        solutions.write_solutions(app, name, target / name / "solutions")
    manifest["version"] = fingerprint(*(p for p in sorted(target.rglob("*")) if p.is_file()))
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def bundle(web: Path, target: Path) -> None:
    """Bundle the scripts; those that other scripts of the site share stay outside."""
    command = [
        str(web / "node_modules" / ".bin" / "esbuild"),
        *(f"src/{name}" for name in ENTRIES),
        *("--bundle", "--splitting", "--format=esm", "--minify", "--charset=utf8"),
        *("--target=es2021", "--legal-comments=none", "--log-level=warning"),
        *("--external:../store.js", "--external:../due.js", f"--outdir={target}"),
    ]
    try:
        done = subprocess.run(command, cwd=web, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise ExtensionError("web/node_modules is missing: run `make setup`") from error
    if done.returncode != 0 or done.stderr:
        raise ExtensionError(f"the scripts in web/src could not be bundled:\n{done.stderr}")
    (target / "LICENSES.txt").write_text(licences(web), encoding="utf-8")


def licences(web: Path) -> str:
    """The licences of what is bundled or served, from the packages themselves."""
    listed = json.loads((web / "package.json").read_text(encoding="utf-8"))["dependencies"]
    lock = json.loads((web / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    names = {name.removeprefix("node_modules/") for name, p in lock.items() if not p.get("dev")}
    parts = []
    for name in sorted(names | set(listed)):
        folder = web / "node_modules" / name
        if not name or not (folder / "package.json").is_file():
            continue
        package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        found = [*folder.glob("LICEN*"), *folder.glob("LICENSE/*")]
        text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(found) if p.is_file())
        parts.append(f"{name} {package['version']}: {package.get('license', 'see below')}\n{text}")
    return "\n\n".join(parts)


def make_runtime(
    web: Path, modules: Mapping[str, bytes], cache: Path, target: Path
) -> dict[str, Any]:
    """Put Python's files into a folder named by what they are made of; say what there is."""
    settings = json.loads((web / "runtime.json").read_text(encoding="utf-8"))
    files = {name: pinned(web, entry) for name, entry in settings["files"].items()}
    frozen = freeze(web, settings, modules, cache)
    made = {path.name: path for path in sorted(frozen.iterdir())}
    folder = f"python-{frozen.name}"
    (target / folder).mkdir()
    for name, source in (files | made).items():
        shutil.copyfile(source, target / folder / name)
    return {
        "folder": folder,
        "start": settings["start"],
        "frozen": sorted(made),
        "files": {name: source.stat().st_size for name, source in (files | made).items()},
    }


def size_in_words(runtime: Mapping[str, Any], target: Path) -> str:
    """What a browser loads of Python: as it comes, and from a server that compresses."""
    sizes = runtime["files"]
    packed = sum(len(gzip.compress((target / runtime["folder"] / n).read_bytes())) for n in sizes)
    return f"{sum(sizes.values()) / 1e6:.0f} MB, {packed / 1e6:.0f} MB where they come compressed"


def pinned(web: Path, entry: Mapping[str, str]) -> Path:
    """A file of an installed package, which must have the hash that is given for it."""
    source = web / "node_modules" / entry["from"]
    if not source.is_file():
        raise ExtensionError(f"web/node_modules/{entry['from']} is missing: run `make setup`")
    if hashlib.sha256(source.read_bytes()).hexdigest() != entry["sha256"]:
        raise ExtensionError(
            f"web/node_modules/{entry['from']} is not the file whose hash is in "
            "web/runtime.json: install again with `npm ci` in web/, or change the hash "
            "together with the version"
        )
    return source


def freeze(
    web: Path, settings: Mapping[str, Any], modules: Mapping[str, bytes], cache: Path
) -> Path:
    """The folder of what `web/freeze.mjs` makes; made again only where something has changed."""
    script = web / "freeze.mjs"
    scripts = [script, web / "src" / "python.js", web / "src" / "libraries.js"]
    texts = {name: source.decode() for name, source in modules.items()}
    ingredients = json.dumps([settings, texts, [path.read_text("utf-8") for path in scripts]])
    folder = cache / hashlib.sha256(ingredients.encode()).hexdigest()[:12]
    if folder.is_dir():
        return folder
    part = cache / f".{folder.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    order = {
        "start": str(web / "node_modules" / settings["files"][settings["start"]]["from"]),
        "archives": [str(pinned(web, entry)) for entry in settings["archives"]],
        "modules": texts,
        "used": [*settings["used"], *(f"handbook.{name}" for name in MODULES)],
        "out": str(part),
    }
    done = subprocess.run(
        ["node", str(script)], input=json.dumps(order), capture_output=True, text=True
    )
    if done.returncode != 0:
        # Its first line may be a whole minified script.
        raise ExtensionError(
            f"{script} could not prepare the page's Python:\n{done.stderr[-2000:]}"
        )
    for old in cache.glob("[!.]*"):
        shutil.rmtree(old)
    part.rename(folder)
    return folder


def packed_modules(handbook: Path) -> dict[str, bytes]:
    """The modules of the handbook that a page's Python needs, by their path in a zip."""
    wanted, found = [f"handbook.{name}" for name in MODULES], {}
    while wanted:
        path = source_of(handbook, wanted.pop())
        if path is None or path in found:
            continue
        inside = path.relative_to(handbook.parent)
        found[path] = inside.as_posix()
        wanted += imported(path)
        wanted += [".".join(parent.parts) for parent in inside.parents if parent.parts]
    return {name: path.read_bytes() for path, name in sorted(found.items())}


def source_of(handbook: Path, module: str) -> Path | None:
    """The file of a module or package of the handbook; None where the name is no module's."""
    place = handbook.parent / module.replace(".", "/")
    candidates = (place.with_name(f"{place.name}.py"), place / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def imported(path: Path) -> list[str]:
    """The modules of the handbook that a module imports, inside of functions too.

    What only a type checker reads is left out. The names of `from handbook.check import …` are
    listed as well, since any of them may be a module.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = [
        node
        for part in ast.walk(tree)
        if isinstance(part, ast.If) and ast.unparse(part.test) == "TYPE_CHECKING"
        for node in ast.walk(part)
    ]
    names = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or node in typing:
            continue
        module = node.module or ""
        if module == "handbook" or module.startswith("handbook."):
            names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return names


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip, the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def copy_assignment(root: Path, released: Path, target: Path, modules: Mapping[str, bytes]) -> None:
    """What a page offers of an assignment. Refuses a release that names mistakes it must not."""
    assignment = released.name
    checks = released / "checks.json"
    exercises = json.loads(checks.read_text(encoding="utf-8"))["exercises"]
    for function, entry in exercises.items():
        if entry["wrong"] and not live_settings.read(root, assignment, function).name_mistakes:
            raise ExtensionError(
                f"exercises/{assignment}/checks.json names mistakes of {function}, which its "
                f"settings forbid: run `autograder release {assignment}`"
            )
    folder = target / assignment
    folder.mkdir()
    files = {name: released / name for name in ("checks.json", f"{assignment}.ipynb")}
    for name, path in files.items():
        shutil.copyfile(path, folder / name)
    kit = {f"{assignment}/{name}": path.read_bytes() for name, path in files.items()}
    kit |= {f"{assignment}/{name}": content for name, content in modules.items()}
    (folder / f"{assignment}.zip").write_bytes(pack(kit))


def fingerprint(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", make_live_assets)
