"""The house keeps its plan: floors import down, rooms import to the left, and every file is where it belongs."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [
    "directory",
    "casework",
    "designation",
    "deployments",
    "programmes",
    "evaluations",
    "leadership_portal",
]
SPECIALISTS = [
    "register",
    "calendar",
    "experience",
    "standing",
    "terms",
    "matching",
    "rates",
    "continuum",
    "places",
    "questions",
    "results",
]
ROOMS = [
    "models", "lifecycle", "links", "files", "queries", "documents", "admin", "rules", "letters", "actions",
    "forms", "views", "tasks", "urls",
]  # fmt: skip
ROOF = FLOORS[-1]
# A folder Django names itself counts as the room that does its kind of work.
COUNTS_AS = {"management": "tasks", "templatetags": "views"}
CASEWORK = {
    "models", "lifecycle", "letters", "links", "files", "documents", "views", "urls", "forms", "tasks", "admin", "apps",
    "templatetags", "management", "migrations", "__init__",
}  # fmt: skip
BANNED = {"utils", "helpers", "tools", "common", "misc", "services", "managers", "signals"}
LONGEST = 400
EXCUSE = re.compile(r"# noqa: PLC0415 - \w+")


def room_of(parts: list[str]) -> str:
    """Return the room of a dotted path below its floor; a package counts as the room it grew from."""
    return COUNTS_AS.get(parts[0], parts[0]) if parts else "__init__"


def rank(room: str) -> int:
    """Return where the room stands in its app: specialists first, then the list."""
    return ROOMS.index(room) + 1 if room in ROOMS else 0


def modules(root: Path) -> Iterator[tuple[Path, list[str]]]:
    """Yield each module of the floors with its dotted path in parts; migrations are written by Django."""
    for floor in FLOORS:
        for path in sorted((root / floor).rglob("*.py")):
            parts = list(path.relative_to(root).with_suffix("").parts)
            if "migrations" not in parts:
                yield path.relative_to(root), parts[:-1] if parts[-1] == "__init__" else parts


def imports(tree: ast.AST, here: list[str], *, is_package: bool) -> Iterator[list[str]]:
    """Yield the dotted path, in parts, of everything the module imports, relative imports resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            up = node.level - is_package
            base = here[: len(here) - up] if node.level else []
            stem = base + (node.module.split(".") if node.module else [])
            yield from ([*stem, alias.name] for alias in node.names)


def import_faults(path: Path, here: list[str], tree: ast.AST) -> Iterator[str]:
    """Find imports that run up: to a higher floor, or to a later room of the same app."""
    for there in imports(tree, here, is_package=path.name == "__init__.py"):
        if there[0] == "tests":
            yield f"{path}: imports tests"
        if there[0] not in FLOORS or here[-1] == "apps":
            continue
        if FLOORS.index(there[0]) > FLOORS.index(here[0]):
            yield f"{path}: {here[0]} imports the higher floor {'.'.join(there)}"
        mine, theirs = room_of(here[1:]), room_of(there[1:])
        if here[0] != ROOF and mine in SPECIALISTS and there[0:2] != here[0:2]:
            yield f"{path}: the specialist {mine} imports {'.'.join(there)}"
        elif here[0] == there[0] != ROOF and rank(theirs) > rank(mine):
            yield f"{path}: {mine} imports the later room {theirs}"


def place_faults(path: Path, here: list[str]) -> Iterator[str]:
    """Find files whose name says nothing, that have no room, or that casework's closed list does not know."""
    if BANNED & set(here):
        yield f"{path}: a name that says nothing"
    room = room_of(here[1:])
    if here[0] == "casework" and (here[1:2] or ["__init__"])[0] not in CASEWORK:
        yield f"{path}: casework's list of files is closed"
    elif here[0] != ROOF and room not in [*ROOMS, *SPECIALISTS, "apps", "__init__"]:
        yield f"{path}: there is no room {room}"


def text_faults(path: Path, text: str, tree: ast.Module) -> Iterator[str]:
    """Find modules that are too long or do not say in a sentence what they are."""
    if len(text.splitlines()) > LONGEST:
        yield f"{path}: longer than {LONGEST} lines"
    if text.strip() and not ast.get_docstring(tree):
        yield f"{path}: says nothing about itself"


def inline_import_faults(path: Path, text: str, tree: ast.AST) -> Iterator[str]:
    """Find imports inside functions; only ready() may, and a heavy library that says why on its line."""
    lines = text.splitlines()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "ready":
            for node in ast.walk(function):
                if not isinstance(node, ast.Import | ast.ImportFrom):
                    continue
                ours = {parts[0] for parts in imports(node, [*path.parts], is_package=False)} & set(FLOORS)
                if ours or not EXCUSE.search(lines[node.lineno - 1]):
                    yield f"{path}:{node.lineno}: imports inside {function.name}"


def state_faults(path: Path, tree: ast.AST) -> Iterator[str]:
    """Find whoever sets a state: a case moves by Lifecycle.advance and nothing else."""
    if path == Path("casework/lifecycle.py"):
        return
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        by_hand = any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)
        by_update = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "update"
            and any(keyword.arg == "state" for keyword in node.keywords)
        )
        if by_hand or by_update:
            yield f"{path}:{node.lineno}: sets a state"


def faults(root: Path) -> list[str]:
    """Return every departure from the plan in the tree at `root`, one sentence each."""
    found: list[str] = []
    for path, here in modules(root):
        text = (root / path).read_text()
        tree = ast.parse(text)
        found += import_faults(path, here, tree)
        found += place_faults(path, here)
        found += text_faults(path, text, tree)
        found += inline_import_faults(path, text, tree)
        found += state_faults(path, tree)
    return sorted(set(found))


def test_the_house_keeps_its_plan():
    assert faults(ROOT) == []


def test_every_floor_is_in_the_plan():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages <= set(FLOORS)


@pytest.fixture
def house(tmp_path):
    """A small house that keeps the plan."""
    for floor in ("casework", "designation", "leadership_portal"):
        (tmp_path / floor).mkdir()
    (tmp_path / "casework/models.py").write_text('"""Kept."""\n')
    (tmp_path / "designation/actions.py").write_text('"""Done."""\nfrom casework import models\n')
    assert faults(tmp_path) == []
    return tmp_path


@pytest.mark.parametrize(
    ("file", "code", "fault"),
    [
        (
            "casework/models.py",
            "import designation.actions",
            "casework imports the higher floor designation.actions",
        ),
        (
            "casework/models.py",
            "from evaluations import x",
            "casework imports the higher floor evaluations.x",
        ),
        ("designation/models.py", "from . import actions", "models imports the later room actions"),
        (
            "designation/models/terms.py",
            "from ..views.rounds import x",
            "models imports the later room views",
        ),
        ("designation/rules.py", "from designation.letters import x", "rules imports the later room letters"),
        (
            "designation/terms.py",
            "from casework import models",
            "the specialist terms imports casework.models",
        ),
        (
            "designation/terms.py",
            "import designation.models",
            "the specialist terms imports designation.models",
        ),
        ("designation/actions.py", "import tests.cast", "imports tests"),
        ("designation/queries/utils.py", "", "a name that says nothing"),
        ("designation/panel.py", "", "there is no room panel"),
        ("casework/reports.py", "", "casework's list of files is closed"),
        ("designation/actions.py", "\n" * 400, "longer than 400 lines"),
    ],
)
def test_a_planted_fault_is_found(house, file, code, fault):
    (house / file).parent.mkdir(exist_ok=True)
    (house / file).write_text(f'"""Planted."""\n{code}\n')
    assert faults(house) == [f"{file}: {fault}"]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ('"""Planted."""\ndef f():\n    import json\n', ":3: imports inside f"),
        ('"""Planted."""\ndef f():\n    import casework  # noqa: PLC0415 - late\n', ":3: imports inside f"),
        ('"""Planted."""\ncase.state = "agreed"\n', ":2: sets a state"),
        ('"""Planted."""\nCase.objects.update(state="agreed")\n', ":2: sets a state"),
        ("x = 1\n", ": says nothing about itself"),
    ],
)
def test_a_planted_habit_is_found(house, code, fault):
    (house / "designation/actions.py").write_text(code)
    assert faults(house) == [f"designation/actions.py{fault}"]


def test_an_upward_import_planted_in_this_house_is_found(tmp_path):
    for floor in FLOORS:
        if (ROOT / floor).exists():
            shutil.copytree(ROOT / floor, tmp_path / floor, ignore=shutil.ignore_patterns("__pycache__"))
    before = faults(tmp_path)
    with (tmp_path / "directory/models/__init__.py").open("a") as module:
        module.write("\nfrom casework.models import Case\n")
    assert sorted(set(faults(tmp_path)) - set(before)) == [
        "directory/models/__init__.py: directory imports the higher floor casework.models.Case"
    ]
