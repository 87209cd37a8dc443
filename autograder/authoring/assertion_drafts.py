"""A cell of tests of nbgrader, turned into a draft of a hidden test of the course's own form.

`squares(3)` becomes `student.squares(3)`. That is all that such a test can do with a student's
function: it runs outside of the notebook. A cell that asks for more is refused, with the reason.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.authoring.notebook_statements import (
    Imports,
    Statement,
    behind,
    bound_by,
    free,
    history,
    loaded,
    stored,
    touched,
)
from autograder.bank.assertion_cells import BEGIN_HIDDEN, END_HIDDEN, TestCell
from autograder.bank.older_notebooks import without_nose

MARKS = (BEGIN_HIDDEN, END_HIDDEN)
MAX_INPUTS = 4  # that are taken from the calls of a function's cells, of each kind
READERS = (
    *("load", "loadtxt", "genfromtxt", "fromfile", "memmap", "loadmat", "imread"),
    *("read_csv", "read_table", "read_excel", "read_json", "read_pickle", "read_parquet"),
    *("read_text", "read_bytes", "urlopen", "urlretrieve"),
)
TAKES_FUNCTIONS = ("assert_raises", "assertRaises", "raises")  # and calls them
INSPECTORS = ("inspect", "get_ipython", "globals", "locals", "vars", "eval", "exec")
PRINTED = ("redirect_stdout", "StringIO", "stdout", "capture_output")
SEEDED = ("default_rng", "RandomState")
PLAIN = ("range", "list", "tuple", "dict", "set", "float", "int", "abs", "min", "max", "sum", "len")


class NotCarried(Exception):
    """A cell cannot be a test of a suite; the message says why."""


@dataclass(frozen=True)
class Function:
    """A function that students write: its name, its definition, the id of its cell."""

    name: str
    definition: ast.FunctionDef
    grade_id: str

    def problem(self) -> str:
        """Why it cannot be called with plain arguments in their order, or ""."""
        args = self.definition.args
        if args.vararg or args.kwarg or args.kwonlyargs:
            return f"`{self.name}` takes *args, **kwargs or arguments by keyword alone"
        return ""

    def parameters(self) -> list[tuple[str, ast.expr | None]]:
        """The names of its parameters, each with its default."""
        args = self.definition.args
        names = [one.arg for one in (*args.posonlyargs, *args.args)]
        defaults = [None] * (len(names) - len(args.defaults)) + list(args.defaults)
        return list(zip(names, defaults, strict=True))


@dataclass(frozen=True)
class Surroundings:
    """What a cell of tests finds in its notebook.

    `answers` are other names that students' cells define, each with what it is: "value", "class",
    or "by hand" for a function that a person grades. `statements` are those of each notebook, and
    `places` says after how many of them a cell of tests stands. `modules` lie beside the notebook.
    """

    functions: Mapping[str, Function]
    answers: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[str, Sequence[Statement]] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    modules: frozenset[str] = frozenset()

    def above(self, cell: TestCell) -> Sequence[Statement]:
        """The statements of its notebook that a cell of tests has above it."""
        return self.statements[cell.notebook][: self.places[cell.grade_id]]


@dataclass(frozen=True)
class Draft:
    """A test: of which function, under which name, with which other functions and statements.

    `visible` and `hidden` are calls of functions that stand in the cell, by the function's name.
    """

    cell: TestCell
    function: str
    name: str
    body: str
    needs: tuple[Statement, ...]
    visible: tuple[Input, ...]
    hidden: tuple[Input, ...]

    @property
    def changes(self) -> set[str]:
        """The names that the test itself makes or changes."""
        body = ast.parse(textwrap.dedent(f"if True:\n{self.body}")).body
        return {
            name for one in ast.walk(body[0]) if isinstance(one, ast.stmt) for name in touched(one)
        }

    def text(self, inside: Sequence[Statement] = ()) -> str:
        """The test, with statements that have to stand in itself."""
        reason = f"TODO: draw the inputs with rng; these stood in the cell {self.cell.grade_id}"
        head = f"@fixed({reason!r})\ndef {self.name}(student):\n".replace("'", '"')
        own = "".join(textwrap.indent(statement_text(one.node), "    ") + "\n" for one in inside)
        return head + own + self.body


@dataclass(frozen=True)
class Input:
    """A call of a function with arguments that can be written down: Python for each of them.

    `setup` are the statements that make what the arguments are made of.
    """

    function: str
    arguments: tuple[tuple[str, str], ...]
    imports: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        inside = ", ".join(f'"{name}": {value}' for name, value in self.arguments)
        return f"Probe({{{inside}}})"


def draft(cell: TestCell, around: Surroundings) -> Draft:
    """The draft of a test; raises NotCarried."""
    source = without_nose(cell.source)
    lines = ["" if any(m in line for m in MARKS) else line for line in source.split("\n")]
    source = "\n".join(lines)
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise NotCarried("is not plain Python: a magic or a command of the shell") from error
    source = _without_print(_with_numbers_of_its_own(source, tree))
    tree = ast.parse(source)
    called = _called(tree, around)
    above = around.above(cell)
    if not called:
        raise NotCarried(_why_none(tree, above, around))
    for name in called:
        if problem := around.functions[name].problem():
            raise NotCarried(problem)
    needs = _needed(tree, above, around)
    _refuse_what_only_a_notebook_has(tree, around, called, needs)
    order = list(around.functions)
    inputs = list(_inputs(tree, around, needs))
    hidden = cell.hidden
    return Draft(
        cell=cell,
        function=max(called, key=order.index),
        name=_name(tree, lines, cell.grade_id),
        body=_body(source, tree, frozenset(called)),
        needs=needs,
        visible=tuple(one for line, one in inputs if line not in hidden),
        hidden=tuple(one for line, one in inputs if line in hidden),
    )


def _with_numbers_of_its_own(source: str, tree: ast.Module) -> str:
    """The cell with `np.random.seed(3)` as a generator of its own, which draws the same numbers.

    It stays as it is where nothing is drawn below the seed: then the student's function draws.
    """
    parents = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    seeds: list[ast.Attribute] = []
    draws: list[ast.Attribute] = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random"):
                above = parents[id(node)]
                word = above.attr if isinstance(above, ast.Attribute) else ""
                if word == "seed":
                    seeds.append(node)
                elif word not in ("", "RandomState", "default_rng", "Generator"):
                    draws.append(node)
    first = min((node.lineno for node in seeds), default=0)
    if not seeds or not draws or any(node.lineno < first for node in draws):
        return source
    lines = [line.encode() for line in source.split("\n")]
    for node in sorted([*seeds, *draws], key=lambda n: (n.lineno, n.col_offset), reverse=True):
        line, start, end = lines[node.lineno - 1], node.col_offset, node.end_col_offset or 0
        made, rest = b"drawn", line[end:]
        if node in seeds:
            made = b"drawn = " + line[start:end] + b".RandomState"
            rest = rest.lstrip()[len(".seed") :]
        lines[node.lineno - 1] = line[:start] + made + rest
    text = "\n".join(line.decode() for line in lines)
    try:
        ast.parse(text)
    except SyntaxError:  # a seed in the middle of something else
        return source
    return text


def _without_print(source: str) -> str:
    """The cell without lines that print a fixed text, as "Success!" at the end."""
    lines = source.split("\n")
    for node in ast.parse(source).body:
        match node:
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=[ast.Constant()])):
                lines[node.lineno - 1 : node.end_lineno] = [""] * (
                    (node.end_lineno or node.lineno) - node.lineno + 1
                )
    text = "\n".join(lines)
    return text if text.strip() else source


def inputs_of(source: str, above: Sequence[Statement], around: Surroundings) -> list[Input]:
    """The calls in a cell that is no cell of tests, such as one in which students try things."""
    try:
        tree = ast.parse(source)
        needs = _needed(tree, above, around)
    except (SyntaxError, NotCarried):
        return []
    return [one for _, one in _inputs(tree, around, needs)]


# What is refused.


def _called(tree: ast.Module, around: Surroundings) -> list[str]:
    """The students' functions that a cell calls; raises NotCarried for any other use of one."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    used = {id(n.func) for n in calls}
    used |= {id(n.args[1]) for n in calls if _word(n.func) in TAKES_FUNCTIONS and len(n.args) > 1}
    found: dict[str, None] = {}
    if bound := stored(tree) & around.functions.keys():
        raise NotCarried(f"replaces or deletes `{min(bound)}`; a test of a suite can only call it")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in around.functions:
            if id(node) not in used:
                raise NotCarried(f"uses `{node.id}` without calling it")
            found[node.id] = None
    return list(found)


def _why_none(tree: ast.Module, above: Sequence[Statement], around: Surroundings) -> str:
    """Why a cell that calls no function of the student's cannot be a test of one."""
    for name in sorted(free(tree)):
        made = history(above, name)
        if any(one.of_student for one in made):
            if around.answers.get(name) == "value":
                return f"asks for `{name}`, which is no function: let a function return it"
            return _of_students(name, around)
        for one in made:
            if called := sorted(loaded(one.node) & around.functions.keys()):
                return (
                    f"asks for `{name}`, which a cell computes with `{called[0]}`; call the "
                    "function in the cell of tests"
                )
    return "calls no function that a solution cell defines"


def _of_students(name: str, around: Surroundings) -> str:
    match around.answers.get(name):
        case "class":
            return f"uses the class `{name}`; a test of a suite can only call a function"
        case "by hand":
            return f"calls `{name}`, which stands in a cell that a person grades"
        case _:
            return f"uses `{name}`, which students define and which is no function"


def _needed(
    tree: ast.Module, above: Sequence[Statement], around: Surroundings
) -> tuple[Statement, ...]:
    """The statements above a cell that it needs, and those that they need, in their order."""
    found: dict[int, Statement] = {}

    def need(node: ast.Module | ast.stmt, above: Sequence[Statement]) -> None:
        body = node.body if isinstance(node, ast.Module) else [node]
        for name in sorted(_asked_of_above(body) - around.functions.keys()):
            made = history(above, name)
            if not made:
                raise NotCarried(f"uses `{name}`, which no locked cell defines by itself")
            if any(one.of_student for one in made):
                raise NotCarried(_of_students(name, around))
            for one in made:
                if loaded(one.node) & around.functions.keys():
                    raise NotCarried(f"uses `{name}`, which calls a function of the student")
                if not one.is_import and not _is_always_the_same(one.node):
                    raise NotCarried(
                        f"uses `{name}`, which is drawn with the seed of the process; draw it with "
                        "np.random.default_rng and a seed"
                    )
                if one.order not in found:
                    _refuse_files(one.node, around)
                    found[one.order] = one
                    need(one.node, above[: _place(above, one)])

    need(tree, above)
    return tuple(found[order] for order in sorted(found))


def _asked_of_above(body: Sequence[ast.stmt]) -> set[str]:
    """The names that statements find above them: those that they load, or change first."""
    found: set[str] = set()
    here: set[str] = set()
    for one in body:
        changes = touched(one) - stored(one)
        if isinstance(one, ast.AugAssign):
            changes |= touched(one)
        within = one.value if isinstance(one, ast.Assign) else one
        found |= (free(within) | changes) - here
        here |= stored(one)
    return found


def _place(above: Sequence[Statement], one: Statement) -> int:
    return next(n for n, each in enumerate(above) if each is one)


def _refuse_files(tree: ast.AST, around: Surroundings) -> None:
    for node in ast.walk(tree):
        names: set[str] = set()
        if isinstance(node, ast.Import):
            names = {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {(node.module or "").partition(".")[0]}
            if any(one.name == "*" for one in node.names):
                raise NotCarried(f"imports everything from {node.module}")
        if beside := sorted(names & around.modules):
            raise NotCarried(f"imports {beside[0]}, which lies beside the notebook")
        if _word(node) in ("open", *READERS):
            raise NotCarried("reads a file")


def _word(node: ast.AST) -> str:
    match node:
        case ast.Name(id=word) | ast.Attribute(attr=word) | ast.alias(name=word):
            return word
        case _:
            return ""


def _refuse_what_only_a_notebook_has(
    tree: ast.Module,
    around: Surroundings,
    called: Sequence[str],
    needs: Sequence[Statement],
) -> None:
    _refuse_files(tree, around)
    functions = _functions_in(tree)
    functions |= {one.node.name for one in needs if isinstance(one.node, ast.FunctionDef)}
    for node in ast.walk(tree):
        word = _word(node)
        if word in INSPECTORS:
            raise NotCarried(f"looks into the notebook with `{word}`")
        if word in PRINTED:
            raise NotCarried("reads what is printed; let the function return it")
        if isinstance(node, ast.Attribute) and node.attr in ("seed", "set_state"):
            raise NotCarried("sets the seed of the process; let a generator draw the numbers")
        if isinstance(node, ast.Global | ast.Await | ast.AsyncFunctionDef):
            raise NotCarried("uses global or await")
        if isinstance(node, ast.Call) and _word(node.func) in called:
            for given in (*node.args, *(k.value for k in node.keywords)):
                by_name = isinstance(given, ast.Name) and given.id in functions
                if by_name or isinstance(given, ast.Lambda):
                    raise NotCarried(
                        f"hands a function to `{_word(node.func)}`; in a suite that is a Formula"
                    )
    for number, statement in enumerate(tree.body):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            call = statement.value
            handed = {one.id for one in call.args if isinstance(one, ast.Name)}
            asked = {name for rest in tree.body[number + 1 :] for name in loaded(rest)}
            if _word(call.func) in called and handed & asked:
                raise NotCarried(f"asks what `{_word(call.func)}` does to its argument")


def _functions_in(tree: ast.Module) -> set[str]:
    """The names of functions that the cell itself defines, by `def` or as a lambda."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            found |= {name for target in node.targets for name in bound_by(target)}
    return found


# What is written.


def _name(tree: ast.Module, lines: Sequence[str], grade_id: str) -> str:
    """`test_` and a sentence: the cell's docstring, else its first comment, else its id."""
    said = ast.get_docstring(tree) or ""
    if not said:
        first = next((line.strip() for line in lines if line.strip()), "")
        said = first.lstrip("#").strip() if first.startswith("#") else ""
    said = re.sub(
        r"^(check|test|verify)(s|ing)?( that| whether| if)? ", "", said.strip(), flags=re.I
    )
    words = re.findall(r"[a-z0-9]+", said.split("\n")[0].lower())[:12]
    if len(words) < 2:
        own = re.findall(r"[a-z0-9]+", grade_id.lower())
        words = ["the", *([] if own[:1] == ["cell"] else ["cell"]), *own, "holds"]
    return "_".join(["test", *words])


def _body(source: str, tree: ast.Module, functions: frozenset[str]) -> str:
    """The cell as the body of a function; texts of several lines stay as they are."""
    lines = [line.encode() for line in source.split("\n")]
    names = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id in functions]
    for node in sorted(names, key=lambda n: (n.lineno, n.col_offset), reverse=True):
        line = lines[node.lineno - 1]
        lines[node.lineno - 1] = line[: node.col_offset] + b"student." + line[node.col_offset :]
    inside = {
        number
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))
        for number in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
    }
    made = [
        line.decode() if number in inside or not line.strip() else f"    {line.decode()}"
        for number, line in enumerate(lines, 1)
    ]
    return "\n".join(made).strip("\n") + "\n"


def statement_text(statement: ast.stmt) -> str:
    """A given statement, as it stands in a file of tests."""
    return textwrap.dedent(ast.unparse(statement))


# Which calls could be inputs.


def _inputs(
    tree: ast.Module, around: Surroundings, needs: Sequence[Statement]
) -> Iterator[tuple[int, Input]]:
    """The calls of students' functions with arguments that can be written down, with lines.

    Calls in `try` and `with` are left out: they are made to fail.
    """
    modules = {n: one.node for one in needs if one.is_import for n in one.touched}
    for node in ast.walk(tree):
        if isinstance(node, Imports):
            modules |= dict.fromkeys((n for one in node.names for n in bound_by(one)), node)
    values: dict[str, ast.expr] = {}
    for one in needs:
        _remember(one.node, values, modules)
    yield from _inputs_of(tree.body, _Known(values, modules, needs), around)


@dataclass
class _Known:
    """What is known of names at a line: their values, modules, the statements that made the rest.

    `changed` are names that the cell itself has changed since.
    """

    values: dict[str, ast.expr]
    modules: Mapping[str, ast.stmt]
    needs: Sequence[Statement]
    changed: set[str] = field(default_factory=set)


def _remember(
    statement: ast.stmt, values: dict[str, ast.expr], modules: Mapping[str, ast.stmt]
) -> None:
    for name in touched(statement):
        values.pop(name, None)
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        value = _closed(statement.value, values, modules)
        if value is not None and len(statement.targets) == 1:
            values[statement.targets[0].id] = value


def _inputs_of(
    body: Sequence[ast.stmt], known: _Known, around: Surroundings
) -> Iterator[tuple[int, Input]]:
    for statement in body:
        if isinstance(statement, ast.Assert | ast.Expr | ast.Assign | ast.AnnAssign):
            for node in ast.walk(statement):
                if isinstance(node, ast.Call):
                    made = _input(node, known, around)
                    if made is not None:
                        yield statement.lineno, made
        if isinstance(statement, ast.For):
            first = _first(statement.iter)
            inner = {k: v for k, v in known.values.items() if k not in stored(statement)}
            if first is not None:
                inner |= _unpacked(statement.target, first)
            within = _Known(inner, known.modules, known.needs, {*known.changed, *stored(statement)})
            yield from _inputs_of(statement.body, within, around)
        known.changed |= touched(statement)
        _remember(statement, known.values, known.modules)


def _first(series: ast.expr) -> ast.expr | None:
    """The first item of a list that is written down, or of a range of numbers."""
    if isinstance(series, ast.List | ast.Tuple) and series.elts:
        return series.elts[0]
    if isinstance(series, ast.Call) and _word(series.func) == "range" and not series.keywords:
        try:
            found = range(*(ast.literal_eval(one) for one in series.args))
        except (TypeError, ValueError):
            return None
        return ast.Constant(found[0]) if found else None
    return None


def _unpacked(target: ast.expr, value: ast.expr) -> dict[str, ast.expr]:
    if isinstance(target, ast.Name):
        return {target.id: value}
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        made: dict[str, ast.expr] = {}
        for one, inside in zip(target.elts, value.elts, strict=False):
            made |= _unpacked(one, inside)
        return made
    return {}


class _Filled(ast.NodeTransformer):
    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._values.get(node.id, node)


def _closed(
    value: ast.expr, values: Mapping[str, ast.expr], modules: Mapping[str, ast.stmt]
) -> ast.expr | None:
    """The expression with known names filled in; None where it needs more, or draws numbers."""
    filled: ast.expr = _Filled(values).visit(ast.parse(ast.unparse(value), mode="eval").body)
    scoped = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr)
    for node in ast.walk(filled):
        if isinstance(node, scoped) or _word(node) in ("random", "default_rng"):
            return None
    return filled if loaded(filled) <= {*modules, *PLAIN} else None


def _input(call: ast.Call, known: _Known, around: Surroundings) -> Input | None:
    if not isinstance(call.func, ast.Name) or call.func.id not in around.functions:
        return None
    function = around.functions[call.func.id]
    parameters = function.parameters()
    if function.problem() or len(call.args) > len(parameters):
        return None
    given = {name: value for (name, _), value in zip(parameters, call.args, strict=False)}
    given |= {k.arg: k.value for k in call.keywords if k.arg is not None}
    if any(isinstance(one, ast.Starred) for one in call.args):
        return None
    made: list[tuple[str, str]] = []
    used: set[str] = set()
    for name, default in parameters:
        value = given.get(name, default)
        closed = None if value is None else _closed(value, known.values, known.modules)
        if closed is None and value is not None:
            closed = _of_known_names(value, known)
        if closed is None:
            return None
        made.append((name, ast.unparse(closed)))
        used |= loaded(closed)
    setup = [one for one in behind(known.needs, used - known.modules.keys()) if not one.is_import]
    used |= {name for one in setup for name in loaded(one.node)}
    texts = (ast.unparse(known.modules[name]) for name in sorted(used & known.modules.keys()))
    return Input(
        function.name,
        tuple(made),
        tuple(dict.fromkeys(texts)),
        tuple(statement_text(one.node) for one in setup),
    )


def _of_known_names(value: ast.expr, known: _Known) -> ast.expr | None:
    """The expression as it stands, where the statements above make all of its names."""
    names = loaded(value) - {*known.modules, *PLAIN}
    made = {name for one in known.needs for name in one.touched}
    if names & known.changed or not names <= made:
        return None
    parts = [value, *(one.node for one in behind(known.needs, names))]
    return value if all(map(_is_always_the_same, parts)) else None


def _is_always_the_same(tree: ast.AST) -> bool:
    """Does it draw no numbers, or by a generator with a seed?"""
    seeded: set[int] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and _word(node.func) in SEEDED
            and (node.args or node.keywords)
        ):
            seeded |= {id(each) for each in ast.walk(node.func)}
    return not any(
        _word(node) in ("random", *SEEDED) and id(node) not in seeded for node in ast.walk(tree)
    )
