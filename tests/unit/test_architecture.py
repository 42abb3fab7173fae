"""The house's rules, held by reading the source: imports point one way, modules and functions stay small."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hingecheck.core.lifts import LIFT_NAMES

PACKAGE = Path(__file__).parents[2] / "src" / "hingecheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_LINES, MAX_FUNCTION_LINES = 350, 60

#: cli → apps → {sources, drawing, reports} → languages → core; lab on top. What each part may import of the others.
MAY_IMPORT = {
    "cli": {"apps", "sources", "drawing", "reports", "languages", "core", "lab"},
    "apps": {"sources", "drawing", "reports", "languages", "core"},
    "sources": {"core"},
    "drawing": {"languages", "core"},
    "reports": {"languages", "core"},
    "languages": {"core"},
    "core": set(),
    "lab": {"core", "sources", "drawing", "apps"},  # on top: it runs the real pipeline over what it makes
    "errors": {"core"},  # its phrases alone
    "atomic": {"errors"},
    "ending": set(),
    "look_alikes": set(),
    "plain_text": set(),
    "pulse": set(),
    "quiet": set(),
    "__init__": {"apps", "sources", "reports", "core"},
    "__main__": {"cli"},
}
NEUTRAL = {
    "errors",
    "atomic",
    "ending",
    "look_alikes",
    "plain_text",
    "pulse",
    "quiet",
}  #: below everything; the core uses only the errors
#: The pipeline: each stage of the core imports only what stands before it, and its own; stages in one row know
#: nothing of each other.
CORE_ORDER = (
    (
        "arrays",
        "phrases",
        "fact_ranges",
        "camera",
        "load_types",
        "types",
        "report_types",
        "landmarks",
        "geometry",
        "filters",
        "signals",
        "lift_row",
        "lift_demands",
        "lifts",
        "corrections",
    ),
    ("known_facts",),
    ("tracking",),
    ("learned",),
    ("measures",),
    ("load",),
    ("reps",),
    ("kinetics",),
    ("measured",),
    ("parts",),
    ("joined_parts",),
    ("rules",),
    ("advice",),
    ("analysis",),
    ("stills", "same_set", "live", "pictures", "comparison"),
)
#: Below the stages, in this order: each may import those to its left.
CORE_FLOOR = (
    "arrays",
    "phrases",
    "fact_ranges",
    "camera",
    "landmarks",
    "load_types",
    "report_types",
    "lift_row",
    "lift_demands",
    "lifts",
    "corrections",
    "types",
    "geometry",
    "filters",
    "signals",
)
#: The core is pure: arrays and the standard library, nothing that opens a file, a window or a model.
CORE_OUTSIDE = {"numpy"}
#: Who may touch pictures and pose models.
PICTURES = {"sources", "drawing", "quiet", "lab"}
IMPURE = {"io", "os", "pathlib", "socket", "subprocess", "urllib", "tempfile", "time", "shutil", "random"}


def part_of(path: Path) -> str:
    """`core` for src/hingecheck/core/…; the stem for a module at the top."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything a module imports, inside functions and `if TYPE_CHECKING` too."""
    package = ["hingecheck", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = [*base, *(node.module.split(".") if node.module else [])]
            yield from ((node.lineno, ".".join([*stem, alias.name])) for alias in node.names)


def ours(name: str) -> str | None:
    """The part of the house an import reaches; None if it is somebody else's, "" for the package itself."""
    parts = name.split(".")
    if parts[0] != "hingecheck":
        return None
    known = set(MAY_IMPORT) - {"__init__"}
    return parts[1] if len(parts) > 1 and parts[1] in known else ""


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_there_is_a_house() -> None:
    assert len(MODULES) > 30
    assert {part_of(path) for path in MODULES} <= set(MAY_IMPORT)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    here = part_of(path)
    wrong = [
        f"{name_of(path)}:{line} imports {name}"
        for line, name in imports(path)
        if (there := ours(name)) is not None and there not in {here, ""} | MAY_IMPORT[here] | NEUTRAL
    ]
    assert not wrong


def stage_of(name: str) -> str:
    """`tracking` for hingecheck.core.tracking.view."""
    return name.split(".")[2]


CORE = [p for p in MODULES if part_of(p) == "core"]
CORE_STAGES = {stage: row for row, stages in enumerate(CORE_ORDER) for stage in stages}


def test_every_stage_of_the_core_has_its_place() -> None:
    stages = {p.relative_to(PACKAGE / "core").parts[0].removesuffix(".py") for p in CORE} - {"__init__"}
    assert stages == set(CORE_STAGES)


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_is_a_pipeline(path: Path) -> None:
    here = path.relative_to(PACKAGE / "core").parts[0].removesuffix(".py")
    if here == "__init__":
        return
    wrong = []
    for line, name in imports(path):
        if not name.startswith("hingecheck.core."):
            continue
        there = stage_of(name)
        if here in CORE_FLOOR and there in CORE_FLOOR:
            right = CORE_FLOOR.index(there) < CORE_FLOOR.index(here)
        else:
            right = there == here or CORE_STAGES[there] < CORE_STAGES[here]
        if not right:
            wrong.append(f"{name_of(path)}:{line} imports {name}")
    assert not wrong


#: May name lifts: the table, and the lab, which has a motion for each.
NAME_LIFTS = {"core/lifts.py", "lab"}
#: Groups of lifts that the table derives.
KINDS = {"LIFT_NAMES", "ONE_LEG", "FREE_FOOT", "RESTING_FOOT", "LYING", "STANDING", "FROM_FLOOR", "FROM_TALL"}


@pytest.mark.parametrize("path", [p for p in MODULES if not {name_of(p), part_of(p)} & NAME_LIFTS], ids=name_of)
def test_a_lift_is_asked_by_its_row_never_by_its_name_or_place(path: Path) -> None:
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and node.value in LIFT_NAMES:
            wrong.append(f"{name_of(path)}:{node.lineno} names {node.value!r}")
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in KINDS:
            wrong.append(f"{name_of(path)}:{node.lineno} means a lift by its place in {node.value.id}")
    assert not wrong


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_is_pure(path: Path) -> None:
    for line, name in imports(path):
        where, top = f"{name_of(path)}:{line} imports {name}", name.split(".")[0]
        if top == "hingecheck":
            assert ours(name) == "core" or name.startswith("hingecheck.errors"), where
        else:
            assert top in CORE_OUTSIDE | set(sys.stdlib_module_names), where
            assert top not in IMPURE, where


@pytest.mark.parametrize("path", [p for p in MODULES if part_of(p) not in PICTURES], ids=name_of)
def test_only_sources_and_drawing_touch_pictures_and_the_model(path: Path) -> None:
    touching = [
        f"{name_of(path)}:{line} imports {n}" for line, n in imports(path) if n.split(".")[0] in ("cv2", "mediapipe")
    ]
    assert not touching


@pytest.mark.parametrize("path", [p for p in MODULES if part_of(p) in ("core", "errors")], ids=name_of)
def test_scipy_waits_until_it_is_needed(path: Path) -> None:
    """`--help` may not pay for it: only inside functions."""
    top_level = [
        n for n in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(n, ast.Import | ast.ImportFrom)
    ]
    names = {n.module or "" if isinstance(n, ast.ImportFrom) else n.names[0].name for n in top_level}
    assert not any(name.split(".")[0] == "scipy" for name in names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f"{name_of(path)}:{f.lineno} {f.name}": lines_of(f) for f in functions}
    assert {name: lines for name, lines in long.items() if lines > MAX_FUNCTION_LINES} == {}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function; a command's many options are declared in its signature, so that counts as one line."""
    return (function.end_lineno or function.lineno) - function.body[0].lineno + 2


#: Words that mean the same in every module that has them: what a report or table is written as, and a command's own.
SAME_EVERYWHERE = {"add_to", "to_csv", "to_dict", "to_html", "to_json", "to_markdown"}


def test_a_name_has_one_meaning() -> None:
    """Classes, type aliases and public functions; a command may bear the name of the function that it calls."""
    places: dict[str, set[str]] = {}
    for path in MODULES:
        if part_of(path) == "cli":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names = [node.name]
            elif isinstance(node, ast.Assign):  # an alias: Floats, Mask; constants are each module's own
                names = [t.id for t in node.targets if isinstance(t, ast.Name) and t.id[1:] != t.id[1:].upper()]
            else:
                continue
            for name in names:
                if not name.startswith("_") and name not in SAME_EVERYWHERE:
                    places.setdefault(name, set()).add(name_of(path))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_a_reason_is_no_bare_string(path: Path) -> None:
    """What cannot be had comes back as `Unavailable` or `Unknown`, told apart from a result by its type."""
    functions = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.FunctionDef)]
    for function in functions:
        union = {part.strip() for part in ast.unparse(function.returns).split("|")} if function.returns else set()
        assert "str" not in union or union <= {"str", "None"}, f"{name_of(path)}:{function.lineno} {function.name}"
