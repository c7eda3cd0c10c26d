"""The rows of the house: a module imports only from rows above its own, or from its own folder."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

ROWS = (
    ("errors", "diagnostic", "clock", "money", "project", "git", "__init__"),
    ("durable",),
    ("models",),
    ("rulebook",),
    ("spec",),
    ("media",),
    ("service",),
    ("settings",),
    ("manifest",),
    ("manifest_text",),
    ("record",),
    ("plan",),
    ("run",),
    ("report",),
    ("local",),
    ("cli",),
    ("__main__",),
)
ROW = {name: index for index, names in enumerate(ROWS) for name in names}

DOORS = {
    # package: the modules, or folders, that may import it
    "aiohttp": ("service/aiohttp_wire.py",),
    "av": (
        "media/container.py",
        "media/probe.py",
        "media/look.py",
        "media/clip.py",
        "local/film.py",
    ),
    "click": ("cli/",),
    "filelock": ("run/lock.py",),
    "h11": ("local/talk.py", "local/fetch.py"),
    "httpx": (
        "service/aiohttp_wire.py",
        "service/client.py",
        "service/download.py",
        "service/exchange.py",
        "service/httpx_wire.py",
    ),
    "jsonschema": ("spec/shape.py",),
    "PIL": ("local/", "media/picture.py"),
    "pydantic": ("settings/settings.py", "manifest.py", "manifest_text.py"),
    "pydantic_core": ("manifest_text.py", "spec/job.py"),
    "rfc8785": ("service/request.py",),
    "ruamel": ("spec/events.py",),
    "subprocess": ("git.py",),
    "yaml": ("spec/events.py",),
    "yarl": ("service/aiohttp_wire.py",),
}

MODULES = sorted((ROOT / "seedjob").rglob("*.py"))


def part(path: Path) -> str:
    return path.relative_to(ROOT / "seedjob").parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by dots; write the whole name"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_rows_above_or_its_own_folder(path: Path) -> None:
    own = part(path)
    assert own in ROW, f"{own} has no row: give it one in tests/test_layers.py"
    parts = {
        name.split(".")[1]
        for name in imported(path)
        if name.startswith("seedjob.") and name.split(".")[1] in ROW
    }

    assert {other for other in parts - {own} if ROW[other] >= ROW[own] and ROW[own] > 0} == set()


def test_the_local_service_shares_no_reading_of_the_api() -> None:
    shared = {f"seedjob.{name}" for name in ("errors", "clock", "local")}
    names = {name for path in MODULES if part(path) == "local" for name in imported(path)}
    ours = {".".join(name.split(".")[:2]) for name in names if name.startswith("seedjob.")}

    assert ours == shared


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_outside_package_comes_in_by_its_one_door(path: Path) -> None:
    name = path.relative_to(ROOT / "seedjob").as_posix()
    tops = {module.split(".")[0] for module in imported(path)}

    assert {top for top in tops & DOORS.keys() if not name.startswith(DOORS[top])} == set()


def test_every_door_is_one_of_the_packages_that_we_depend_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["fast"]
    named = {re.split("[^a-z0-9._-]", line)[0] for line in lines}
    names = {"pillow": "PIL", "pyyaml": "yaml", "ruamel.yaml": "ruamel"}

    ours = {names.get(name, name) for name in named} - {"sniffio"}
    others = {"pydantic_core", "yarl", "subprocess"}  # with pydantic, with aiohttp, Python's own
    assert ours | others == DOORS.keys()
