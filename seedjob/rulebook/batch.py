"""The rules of specs that make many jobs of few lines."""

from collections.abc import Mapping
from typing import Final

from seedjob.rulebook.rule import Rule

_CONTENT: Final = (
    "content:\n"
    '  - {{type: text, text: "A fox, {}"}}\n'
    "  - {{type: image_url, image_url: {{url: https://example.com/fox.png}}}}\n"
)
_LOOK: Final = _CONTENT.format("${{ matrix.look }}")
_PLAIN: Final = _CONTENT.format("dawn")
_MODEL: Final = "{model: seedance_2_0_x1_official}"
_JOB: Final = (
    "  - {name: teaser, content: [{type: text, text: A fox},"
    " {type: image_url, image_url: {url: https://example.com/fox.png}}]}\n"
)


def _matrix(lines: str) -> str:
    return f"matrix:\n  look: [day, night]\n{lines}{_LOOK}"


BATCH: Final[Mapping[str, Rule]] = {
    "jobs": Rule(
        "`jobs` is a list of jobs, each with a `name` of its own",
        f"defaults: {_MODEL}\njobs: teaser\n",
        f"defaults: {_MODEL}\njobs:\n{_JOB}",
    ),
    "defaults": Rule(
        "`defaults` stands beside `jobs`, and holds fields of a job but no `name`",
        f"defaults: {{model: seedance_2_0_x1_official, name: fox}}\njobs:\n{_JOB}",
        f"defaults: {_MODEL}\njobs:\n{_JOB}",
    ),
    "vars": Rule(
        "`vars` names texts, numbers, `true` and `false` to be looked up",
        f"vars: [fox]\n{_PLAIN}",
        "vars: {hour: dawn}\n" + _CONTENT.format("${{ vars.hour }}"),
    ),
    "matrix": Rule(
        "`matrix` holds axes, each a list of texts, numbers, `true` and `false`",
        f"matrix: {{look: day}}\n{_LOOK}",
        f"matrix: {{look: [day]}}\n{_LOOK}",
    ),
    "matrix-exclude": Rule(
        "`exclude` lists cells by values that the axes have, and leaves a cell",
        _matrix("  exclude: [{look: nihgt}]\n"),
        _matrix("  exclude: [{look: night}]\n"),
    ),
    "matrix-include": Rule(
        "`include` lists cells by their values, to be added or to be added to",
        _matrix("  include: [dusk]\n"),
        _matrix("  include: [{look: dusk}]\n"),
    ),
    "foreach": Rule("`foreach` names a `.csv` or `.jsonl` file of the project, a row for each job"),
    "rows": Rule("a file of rows is well-formed: CSV with a header, or a JSON mapping a line"),
    "lookup": Rule(
        "`${{ … }}` names one value that is there: `matrix.…`, `vars.…`, `row.…` or `job.name`",
        "matrix: {look: [day, night]}\n" + _CONTENT.format("${{ matrix.lok }}"),
        f"matrix: {{look: [day, night]}}\n{_LOOK}",
    ),
    "batch-size": Rule(
        "a file holds at most 500 jobs, a matrix at most 1,000 cells before `exclude`"
    ),
}
"""Name to rule."""
