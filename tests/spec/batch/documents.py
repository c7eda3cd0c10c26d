"""Documents that make many jobs, sound or with something wrong somewhere, as strategies."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as some

from seedjob.models.seedance_x1 import MODELS

ROWS = b'name,look,ratio,duration\nred,day,16:9,5\nblue,"night, dark",,8\n'
COLUMNS = ("name", "look", "ratio", "duration")

LOOKS = some.lists(
    some.sampled_from(["day", "night", "film noir", "墨水", 1, 2.5, True, "x" * 90, "🦊"]),
    min_size=1,
    max_size=4,
    unique_by=repr,
)
RATIOS = some.lists(some.sampled_from(["16:9", "9:16", "1:1"]), min_size=1, unique=True)
AXES = some.fixed_dictionaries({}, optional={"ratio": RATIOS, "look": LOOKS, "take": LOOKS})


def job(text: str, **keys: Any) -> dict[str, Any]:
    """Make a job with a prompt."""
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    return {"content": [{"type": "text", "text": text}, image], **keys}


@some.composite
def template(draw: some.DrawFn) -> dict[str, Any]:
    """Draw a job that varies in some of the ways that there are."""
    axes = draw(AXES)
    made = job(" ".join(["A fox", *(f"${{{{ matrix.{name} }}}}" for name in axes)]))
    if axes:
        made["matrix"] = axes
    if draw(some.booleans()):
        made["vars"] = {"hero": draw(some.sampled_from(["a fox", 3, False]))}
        made["content"][0]["text"] += " ${{ vars.hero }} of ${{ job.name }}"
    if "ratio" not in axes and draw(some.booleans()):
        made["foreach"] = "rows.csv"
        made["content"][0]["text"] += " ${{ row.look }}"
    return made


@some.composite
def document(draw: some.DrawFn) -> dict[str, Any]:
    """Draw a sound document: one template, or several below `jobs`."""
    if draw(some.booleans()):
        return {"model": MODELS[0], **draw(template())}
    jobs = draw(some.lists(template(), min_size=1, max_size=3))
    named = [{"name": name, **one} for name, one in zip("abc", jobs, strict=False)]
    return {"defaults": {"model": MODELS[1], "duration": 8}, "jobs": named}


ODD: some.SearchStrategy[Any] = some.sampled_from(
    [
        *(None, True, 0, 5, 5.5, -1, "", " ", "x", "a b", "16:9", "17:9", "day", "rows.csv"),
        *("${{ matrix.look }}", "${{ vars.hero }}", "${{ row.look }}", "${{ job.name }}", "${{"),
        *("${{ matrix.lok }}", "${{ }}", "$${{ x }}", "a ${{ matrix.ratio }}", "${{ a.b.c }}"),
        *([], {}, [[]], [{}], ["x"], ["x", "X"], [1, "1"], {"x": 1}, {"look": "day"}),
        *([{"look": "day"}], [{"look": "dusk", "mood": "calm"}], {"look": ["a"]}, ["16:9", None]),
        *([{"ratio": "4:3"}], {"ratio": ["16:9", "16x9"]}, {"": [1]}, {"a.b": [1]}),
    ]
)
KEYS = some.sampled_from(
    [
        *("matrix", "vars", "foreach", "jobs", "defaults", "name", "model", "ratio", "duration"),
        *("include", "exclude", "look", "content", "tags", "type", "role", "text", "url", "x"),
        *("text_file", "version", "description", "resolution", "matrx", "image_url"),
    ]
)


def holders(value: Any) -> list[Any]:
    """List every mapping and list in a document that is not empty, or is a mapping."""
    match value:
        case dict():
            return [value, *(one for each in value.values() for one in holders(each))]
        case list() if value:
            return [value, *(one for each in value for one in holders(each))]
        case _:
            return []


@some.composite
def mutated(draw: some.DrawFn) -> dict[str, Any]:
    """Draw a document with a few values put in, out, or in the wrong place."""
    made = deepcopy(draw(document()))
    for _ in range(draw(some.integers(0, 3))):
        holder = draw(some.sampled_from(holders(made)))
        if isinstance(holder, list):
            holder[draw(some.integers(0, len(holder) - 1))] = deepcopy(draw(ODD))
        elif holder and draw(some.booleans()):
            key = draw(some.sampled_from(sorted(holder)))
            if draw(some.booleans()):
                del holder[key]
            else:
                holder[key] = deepcopy(draw(ODD))
        else:
            holder[draw(KEYS)] = deepcopy(draw(ODD))
    return made
