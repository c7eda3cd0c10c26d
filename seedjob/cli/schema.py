"""`seedjob schema`."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from seedjob.cli.exits import DIFFERENT, DONE
from seedjob.errors import RecordError, UsageError

FOLDER: Final = Path("schemas")


@click.command("schema")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--write", is_flag=True, help="Renew all schemas in schemas/.")
@click.option("--check", is_flag=True, help="Fail where a schema in schemas/ is stale.")
def command(*, name: str | None, write: bool, check: bool) -> int:
    """Print the JSON Schema NAME (job, manifest, settings), by default job, or renew schemas/."""
    if sum((name is not None, write, check)) > 1:
        raise UsageError("give one of NAME, --write and --check")
    if write:
        return _write()
    if check:
        return _check()
    name = name or "job"
    if name not in SCHEMAS:
        raise UsageError(f"'{name}' is not a schema; write {' or '.join(SCHEMAS)}")
    click.echo(text(name), nl=False)
    return DONE


def text(name: str) -> str:
    """Give the schema `name` as its file in schemas/ holds it."""
    return json.dumps(SCHEMAS[name](), indent=2, ensure_ascii=False) + "\n"


def _job() -> Mapping[str, Any]:
    from seedjob.spec.batch.schema import spec_schema

    return spec_schema()


def _manifest() -> Mapping[str, Any]:
    from seedjob.manifest import manifest_schema

    return manifest_schema()


def _settings() -> Mapping[str, Any]:
    from seedjob.settings.schema import settings_schema

    return settings_schema()


SCHEMAS: Final[Mapping[str, Callable[[], Mapping[str, Any]]]] = {
    "job": _job,
    "manifest": _manifest,
    "settings": _settings,
}


def _path(name: str) -> Path:
    return FOLDER / f"{name}.schema.json"


def _write() -> int:
    try:
        FOLDER.mkdir(exist_ok=True)
        for name in SCHEMAS:
            _path(name).write_text(text(name), "utf-8", newline="\n")
            click.echo(_path(name))
    except OSError as error:
        raise RecordError(f"{FOLDER} cannot be written: {error.strerror}") from error
    return DONE


def _check() -> int:
    stale = [name for name in SCHEMAS if not _fresh(name)]
    for name in stale:
        click.echo(f"{_path(name)} is stale; renew it: seedjob schema --write", err=True)
    return DIFFERENT if stale else DONE


def _fresh(name: str) -> bool:
    try:
        return _path(name).read_text("utf-8") == text(name)
    except (OSError, UnicodeDecodeError):
        return False
