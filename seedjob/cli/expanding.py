"""Specs to the jobs that they make, printed for people or for programs."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

import click

from seedjob.cli.colour import painter
from seedjob.cli.exits import DONE
from seedjob.cli.select import select
from seedjob.cli.selection import Selection
from seedjob.cli.specs import load
from seedjob.media.check import prompt
from seedjob.report import json as report_json
from seedjob.report import text
from seedjob.report.visible import visible
from seedjob.service.request import request as body
from seedjob.spec.expand import NamedJob
from seedjob.spec.job import Job, Medium, Text

Row = dict[str, Any]


def report(
    paths: Sequence[Path], *, selection: Selection, form: str, request: bool, max_jobs: int
) -> int:
    """Print the selected jobs, or their requests; give the exit code."""
    loaded = select(load(paths, lenient=True, max_jobs=max_jobs), selection)
    click.echo(text.render(loaded.verdict(), painter(sys.stderr)), nl=False, err=True, color=True)
    if loaded.code != DONE:
        return loaded.code
    rows = [_request(one, loaded.root) if request else row(one) for one in loaded.jobs]
    click.echo(report_json.dump(rows) if form == "json" else render(rows), nl=False)
    return DONE


def row(one: NamedJob) -> Row:
    """Give a job as plain data, in the order in which it is printed."""
    job = one.job
    return {
        "job": one.id,
        "spec": one.spec,
        "description": job.description,
        "tags": list(job.tags),
        "model": job.model,
        "resolution": job.resolution,
        "ratio": job.ratio,
        "duration": job.duration,
        "content": list(_content(job)),
    }


def _content(job: Job) -> Iterator[Row]:
    for item in job.content:
        if isinstance(item, Text):
            yield {"type": "text"} | _given(text=item.text, text_file=item.text_file)
        else:
            yield _medium(item)


def _medium(item: Medium) -> Row:
    source = _given(url=item.source.url, path=item.source.path)
    return {"type": item.type, **_given(role=item.role), item.type: source}


def _given(**values: str | None) -> Row:
    return {key: value for key, value in values.items() if value is not None}


def _request(one: NamedJob, root: Path) -> Row:
    folder = root / PurePosixPath(one.spec).parent
    asked = body(one.job, prompt(one, folder), lambda path: {"path": path})
    return {"job": one.id, "spec": one.spec, "request": asked}


_INDENT: Final = "  "


def render(rows: Sequence[Row]) -> str:
    """Write each job as YAML that could stand in a spec, below its id."""
    return "\n".join("".join(f"{line}\n" for line in _lines(row)) for row in rows)


def _lines(row: Row) -> Iterator[str]:
    yield visible(row["job"])
    for key, value in row.items():
        if key == "content":
            yield f"{_INDENT}content:"
            yield from (f"{_INDENT}{_INDENT}- {_flow(item)}" for item in value)
        elif key == "request":
            told = json.dumps(value, indent=2, ensure_ascii=False).split("\n")
            yield from (visible(line) for line in told)
        elif key != "job" and value not in ("", []):
            yield f"{_INDENT}{key}: {_flow(value)}"


def _flow(value: object) -> str:
    """Write a value in one line that YAML reads back."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    return visible(json.dumps(value, ensure_ascii=False))
