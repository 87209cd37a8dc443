"""MyST as the Markdown that a notebook's front end shows: no directive, no role, no label is left.

What a page asks and folds (a prediction's result, the answers of a quiz) is folded in the notebook,
too, with HTML's `<details>`. Boxes become block quotes with a bold title. What the site alone can
do, such as a figure to play with, becomes a sentence that leads there.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import yaml
from sphinx.errors import ExtensionError

from handbook.tex_macros import expand

from ..exercises.exercise import total_points
from ..lesson.frame import ExperimentDirective
from ..quizzes.quiz import letter, shown


class Book(Protocol):
    """What a page names of the rest of the book. Addresses are "" where the site has none."""

    page: str  # the address of this page

    def section(self, label: str) -> tuple[str, str]:
        """The title of what a label stands at, and its address; "" within the same page."""

    def number(self, label: str) -> str:
        """The number of a figure or an equation as the site shows it: `Fig. 4`, `(19)`."""

    def work(self, key: str) -> tuple[str, str, str]:
        """Authors, year and address of a work that is cited."""

    def quiz(self, name: str) -> list[dict[str, Any]]:
        """The questions of a quiz."""

    def exercise(self, assignment: str, function: str) -> dict[str, Any]:
        """The settings of an exercise."""


@dataclass(frozen=True)
class Piece:
    """Markdown, or code that is a cell of its own."""

    text: str
    is_code: bool = False


@dataclass(frozen=True)
class Directive:
    name: str
    argument: str
    options: dict[str, str]
    body: str


OPENS = re.compile(r"(`{3,}|~{3,}|:{3,})\{([\w:-]+)\} *(.*)")
FENCE = re.compile(r" *(`{3,}|~{3,})")
OPTION = re.compile(r":([\w-]+):(?: +(.*))?$")

# A role, else code or a formula, in which nothing is one.
ROLE = re.compile(
    r"\{(?P<role>[a-z]+(?::[a-z]+)?)\}(?P<tick>`+)(?P<said>.+?)(?P=tick)(?!`)"
    r"|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL,
)
WITH_TEXT = re.compile(r"(.+?)\s*<([^<>]+)>", re.DOTALL)
FORMULA = re.compile(r"\$\$.*?\$\$|(?<!\\)\$[^$]+(?<!\\)\$", re.DOTALL)
# Lines that only the site needs: labels, comments, breaks between cells.
UNSEEN = re.compile(r"^(?:\([\w-]+\)=|%.*|\+\+\+.*)\n", re.MULTILINE)
NUMBERED = re.compile(r"\n\$\$ *\(([\w-]+)\) *$", re.MULTILINE)
DEFINED = re.compile(r"^(?![ :>|#*-])(.+)\n: +", re.MULTILINE)


def pieces(source: str, book: Book) -> list[Piece]:
    """MyST text as Markdown and cells of code.

    Raises ExtensionError for a directive or a role that no notebook can show yet.
    """
    found: list[Piece] = []
    for part in parts(source):
        if isinstance(part, Directive):
            if part.name not in DIRECTIVES:
                raise ExtensionError(
                    f"a notebook cannot show {{{part.name}}} yet: booksite/notebooks/markdown.py "
                    "says how directives are shown"
                )
            found += DIRECTIVES[part.name](part, book)
        elif text := plain(part, book).strip("\n"):
            found.append(Piece(text))
    return found


def markdown(source: str, book: Book) -> str:
    """MyST text that holds no cells of code, as Markdown."""
    return "\n\n".join(piece.text for piece in pieces(source, book) if not piece.is_code)


def parts(source: str) -> Iterator[str | Directive]:
    """A text cut into its directives and what stands between them."""
    lines = source.splitlines()
    kept: list[str] = []
    number = 0
    while number < len(lines):
        opened = OPENS.fullmatch(lines[number])
        fence = FENCE.match(lines[number])
        if opened is None and fence is None:
            kept.append(lines[number])
            number += 1
            continue
        end = end_of(lines, number, (opened or fence)[1])  # type: ignore[index]
        if opened is None:
            kept += lines[number : end + 1]
        else:
            yield "\n".join(kept) + "\n"
            kept = []
            options, body = options_of(lines[number + 1 : end])
            yield Directive(opened[2], opened[3].strip(), options, body)
        number = end + 1
    yield "\n".join(kept) + "\n"


def end_of(lines: list[str], start: int, fence: str) -> int:
    """The line that closes a fence, the last line where none does."""
    closes = re.compile(rf" *{re.escape(fence[0])}{{{len(fence)},}} *")
    rest = range(start + 1, len(lines))
    return next((n for n in rest if closes.fullmatch(lines[n])), len(lines))


def options_of(lines: list[str]) -> tuple[dict[str, str], str]:
    """The options at the head of a directive, and its body."""
    if lines and lines[0].strip() == "---":
        end = lines.index("---", 1)
        return yaml.safe_load("\n".join(lines[1:end])), "\n".join(lines[end + 1 :]).strip("\n")
    options = {}
    while lines and (found := OPTION.match(lines[0])):
        options[found[1]] = (found[2] or "").strip()
        lines = lines[1:]
    return options, "\n".join(lines).strip("\n")


def plain(text: str, book: Book) -> str:
    """Text without directives: roles, labels, numbers of equations, short names of formulas."""
    verbatim = re.compile(r"(^ *(`{3,}|~{3,}).*?^ *\2`* *$)", re.DOTALL | re.MULTILINE)
    around = verbatim.split(text)
    for number in range(0, len(around), 3):  # every third is text, then a fence, then its mark
        around[number] = in_lines(around[number], book)
    return "".join(part for number, part in enumerate(around) if number % 3 != 2)


def in_lines(text: str, book: Book) -> str:
    text = UNSEEN.sub("", text)
    text = NUMBERED.sub(lambda found: f"\n{tag(book.number(found[1]))}\n$$", text)
    text = DEFINED.sub(r"**\1**: ", text)
    done, start = [], 0
    for found in ROLE.finditer(text):
        done.append(expand(text[start : found.start()]))
        done.append(role(found["role"], found["said"], book) if found["role"] else found[0])
        start = found.end()
    return "".join([*done, expand(text[start:])])


def tag(number: str) -> str:
    return rf"\tag{{{number.strip('()')}}}"


def role(name: str, said: str, book: Book) -> str:
    """A reference in plain words, with a link where there is an address."""
    titled = WITH_TEXT.fullmatch(said)
    words, target = (titled[1], titled[2]) if titled else ("", said)
    target = target.strip()
    if name == "ref":
        title, address = book.section(target)
        return link(expand(" ".join((words or title).split())), address)
    if name in ("numref", "eq"):
        return link(book.number(target), book.section(target)[1])
    if name in ("cite:t", "cite:p"):
        works = [book.work(key.strip()) for key in said.split(",")]
        if name == "cite:t":
            return "; ".join(link(f"{who} ({year})", address) for who, year, address in works)
        return f"({'; '.join(link(f'{who}, {year}', address) for who, year, address in works)})"
    raise ExtensionError(
        f"a notebook cannot show {{{name}}}`{said}` yet: booksite/notebooks/markdown.py says how "
        "roles are shown"
    )


def link(words: str, address: str) -> str:
    return f"[{words}]({address})" if address else words


def quoted(title: str, *blocks: str) -> str:
    """A box: a block quote below its bold title."""
    text = "\n\n".join([f"**{title}**", *filter(None, blocks)])
    # A front end takes formulas out before it reads quotes: a > within one would be shown.
    text = FORMULA.sub(lambda found: " ".join(found[0].split()), text)
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def folded(summary: str, text: str) -> str:
    return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"


def listed(mark: str, text: str) -> str:
    """An item of a list, all its lines below its mark."""
    return f"- {mark}{textwrap.indent(text.strip(), '  ').lstrip()}"


def on_the_page(book: Book, words: str, anchor: str) -> str:
    """`words`, with a link to the element of the page; what is the site's alone is named so."""
    return link(words, f"{book.page}#{anchor}" if book.page else "")


# What each directive becomes


def opening(directive: Directive, book: Book) -> list[Piece]:
    return [Piece(markdown(directive.body, book))]


def headed(title: str) -> Callable[[Directive, Book], list[Piece]]:
    def shown_below(directive: Directive, book: Book) -> list[Piece]:
        return [Piece(f"## {title}\n\n{markdown(directive.body, book)}")]

    return shown_below


def admonition(directive: Directive, book: Book) -> list[Piece]:
    title = directive.argument or directive.name.capitalize()
    return [Piece(quoted(plain(title, book).strip(), markdown(directive.body, book)))]


def experiment(directive: Directive, book: Book) -> list[Piece]:
    rows = [
        listed(f"**{title}**: ", plain(directive.options[name], book))
        for name, title in ExperimentDirective.rows.items()
        if name in directive.options
    ]
    return [Piece(folded("How this was run", "\n".join(rows)))]


def predict(directive: Directive, book: Book) -> list[Piece]:
    unit = directive.options.get("unit", "")
    asked = f"*A number, in {plain(unit, book).strip()}.*" if unit else ""
    return [Piece(quoted("Predict first", markdown(directive.body, book), asked))]


def predicted(directive: Directive, book: Book) -> list[Piece]:
    text = markdown(directive.body, book)
    return [Piece(folded("What to make of it", text))] if text else []


def quiz(directive: Directive, book: Book) -> list[Piece]:
    questions = book.quiz(directive.argument)
    return [Piece(question_of(n, entry, book)) for n, entry in enumerate(questions, start=1)]


def question_of(number: int, entry: dict[str, Any], book: Book) -> str:
    asked = f"**{number}.** {markdown(entry['question'], book)}"
    if entry["kind"] == "number":
        unit = f" {plain(entry['unit'], book).strip()}" if "unit" in entry else ""
        answers = [(f"{shown(entry['answer'])}{unit}", True, entry["reason"])]
        for wrong in entry.get("wrong", []):
            value = f"{shown(wrong['answer'])}{unit}" if "answer" in wrong else ""
            name = ", ".join(filter(None, [value, plain(wrong.get("name", ""), book).strip()]))
            answers.append((name, False, wrong["reason"]))
    else:
        options = list(enumerate(entry["options"], start=1))
        several = "\n\n*Any number of these may be right.*" if entry["kind"] == "several" else ""
        lines = [listed(f"**{letter(n)}.** ", plain(o["text"], book)) for n, o in options]
        asked += several + "\n\n" + "\n".join(lines)
        answers = [(letter(n), option["right"], option["reason"]) for n, option in options]
    reasons = [
        listed(f"**{'Right' if right else 'Wrong'}: {what}.** ", markdown(reason, book))
        for what, right, reason in answers
    ]
    return f"{asked}\n\n{folded('All answers with their reasons', chr(10).join(reasons))}"


def written(directive: Directive, book: Book) -> list[Piece]:
    question, _, answer = directive.body.partition("\n---\n")
    return [
        Piece(quoted("In words", markdown(question, book))),
        Piece(folded("What a good answer contains", markdown(answer, book))),
    ]


def exercise(directive: Directive, book: Book) -> list[Piece]:
    assignment, _, function = directive.argument.partition("/")
    settings = book.exercise(assignment, function)
    points = total_points(settings["points"])
    worth = f"{points:g} point{'' if points == 1 else 's'}"
    where = on_the_page(book, "the page of the book", f"exercise-{function}")
    line = f"`{function}` in `{assignment}.ipynb`, {worth}. It stands on {where}, with hints."
    title = f"Exercise: {plain(settings['title'], book).strip()}"
    return [Piece(quoted(title, line, markdown(directive.body, book)))]


def play(directive: Directive, book: Book) -> list[Piece]:
    anchor = directive.options.get("name", f"play-{directive.argument}")
    where = on_the_page(book, "the page of the book", anchor)
    caption = markdown(directive.body, book)
    return [Piece(quoted("To play with", f"A figure that moves is on {where}.", caption))]


def to_try(directive: Directive, book: Book) -> list[Piece]:
    do = plain(directive.options["do"], book).strip()
    return [Piece(quoted("Try it", do)), Piece(directive.body, is_code=True)]


def figure(directive: Directive, book: Book) -> list[Piece]:
    where = link("the page of the book", book.page)
    seen = plain(directive.options.get("alt", ""), book).strip()
    caption = markdown(directive.body, book)
    return [Piece(quoted("Figure", f"The picture is on {where}. {seen}".strip(), caption))]


def listing(directive: Directive, book: Book) -> list[Piece]:
    return [Piece(f"```{directive.argument}\n{directive.body}\n```")]


DIRECTIVES: dict[str, Callable[[Directive, Book], list[Piece]]] = {
    "opening": opening,
    "remember": headed("What to remember"),
    "reading": headed("Further reading"),
    **dict.fromkeys(("admonition", "note", "tip", "important", "warning"), admonition),
    "experiment": experiment,
    "predict": predict,
    "predicted": predicted,
    "quiz": quiz,
    "written": written,
    "exercise": exercise,
    "play": play,
    "try": to_try,
    **dict.fromkeys(("figure", "image"), figure),
    **dict.fromkeys(("code-block", "code"), listing),
}
