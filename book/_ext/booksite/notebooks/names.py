"""What a page names of the rest of the book, looked up in what Sphinx has read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pybtex.database import Entry
from pybtex.richtext import Text
from sphinx.environment import BuildEnvironment

from ..exercises.exercise import settings_of
from ..quizzes.quiz_format import read_quiz

ALL_NAMED = 2  # authors; of more the first one is named


class Names:
    """The names for one page; `site` is the address of the site, "" where it has none.

    A label that is not found is shown as it is: the build has warned of it, or builds one page.
    """

    def __init__(self, env: BuildEnvironment, docname: str, site: str) -> None:
        self.env, self.docname, self.site = env, docname, site
        self.root = Path(env.srcdir)
        self.page = f"{site}{docname}.html" if site else ""

    def section(self, label: str) -> tuple[str, str]:
        std = self.env.domaindata["std"]
        title = str(std["labels"].get(label, ("", "", label))[2])
        docname, ident = self.place(label)
        away = self.site and docname and docname != self.docname
        return title, f"{self.site}{docname}.html#{ident}" if away else ""

    def place(self, label: str) -> tuple[str, str]:
        """The page of a label, and the id of the element that it stands at."""
        if equation := self.env.domaindata["math"]["objects"].get(label):
            return equation[0], f"equation-{label}"
        return self.env.domaindata["std"]["anonlabels"].get(label, ("", ""))

    def number(self, label: str) -> str:
        docname, ident = self.place(label)
        numbers = self.env.toc_fignumbers.get(docname, {})
        if found := numbers.get("displaymath", {}).get(ident):
            return f"({'.'.join(map(str, found))})"
        found = numbers.get("figure", {}).get(ident, ())
        return str(self.env.config.numfig_format["figure"]) % ".".join(map(str, found or ("?",)))

    def work(self, key: str) -> tuple[str, str, str]:
        entry = self.env.domaindata["cite"]["bibdata"].data.entries.get(key)
        if entry is None:
            return key, "", ""
        doi = entry.fields.get("doi")
        address = f"https://doi.org/{doi}" if doi else entry.fields.get("url", "")
        return authors(entry), entry.fields.get("year", ""), address

    def quiz(self, name: str) -> list[dict[str, Any]]:
        return read_quiz(self.root / "book" / "quizzes" / f"{name}.yml")

    def exercise(self, assignment: str, function: str) -> dict[str, Any]:
        return settings_of(self.root, assignment, function)


def authors(entry: Entry) -> str:
    """The names of a work's authors, or editors, as a sentence names them."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [
        str(Text.from_latex(" ".join([*person.prelast_names, *person.last_names])))
        for person in people
    ]
    return " and ".join(names) if len(names) <= ALL_NAMED else f"{names[0]} et al."
