"""A saved plan and a later sight: every cause that makes it stale is told, and nothing else is."""

from dataclasses import replace

import pytest

from seedjob.plan.saved import Seen, Sight, changed_since, dump, load

SEEN = Seen("create", "sha256:1", "specs/fox.yaml", "s", "m", None, {"media/fox.png": "i"},
            {"specs/rows.csv": "r"})  # fmt: skip
PLAN = Sight("live", "https://e/v1", retry_failed=False, settings="a", prices="b",
             jobs={"specs/fox": SEEN})  # fmt: skip


def with_job(**update: object) -> Sight:
    return replace(PLAN, jobs={"specs/fox": replace(SEEN, **update)})  # type: ignore[arg-type]


CAUSES = {
    "nothing": (PLAN, []),
    "the spec": (with_job(spec_sha256="x"), ["specs/fox: specs/fox.yaml has changed"]),
    "a medium": (
        with_job(inputs={"media/fox.png": "x"}, fingerprint="sha256:2"),
        ["specs/fox: media/fox.png has changed"],
    ),
    "the manifest": (with_job(manifest="x"), ["specs/fox: its manifest has changed"]),
    "a manifest that came": (with_job(manifest=None), ["specs/fox: its manifest has changed"]),
    "the settings": (replace(PLAN, settings="x"), ["seedjob.toml has changed"]),
    "the prices": (
        replace(PLAN, prices="x"),
        ["the prices or the budget in seedjob.toml have changed"],
    ),
    "the service": (
        replace(PLAN, endpoint="https://o/v1"),
        ["the service is https://o/v1, it was https://e/v1"],
    ),
    "a text file": (
        with_job(fingerprint="sha256:2"),
        ["specs/fox: a file that its prompt comes from has changed"],
    ),
    "a file of rows": (
        with_job(fingerprint="sha256:2", sources={"specs/rows.csv": "x"}),
        ["specs/fox: specs/rows.csv has changed"],
    ),
    "another row alone": (with_job(sources={"specs/rows.csv": "x"}), []),
    "the video": (
        with_job(action="fetch"),
        ["specs/fox: it stands to fetch, the plan was to create"],
    ),
    "no job any more": (replace(PLAN, jobs={}), ["specs/fox: specs/fox.yaml asks for it no more"]),
}


@pytest.mark.parametrize("name", CAUSES)
def test_each_cause_is_told(name: str) -> None:
    now, told = CAUSES[name]

    assert told == list(changed_since(PLAN, now))


def test_a_plan_comes_back_as_it_was_saved() -> None:
    assert load(dump(PLAN)) == PLAN


DAMAGED = ("", "[]", "{}", '{"plan": 2}', '{"plan": 1}', '{"plan": 1, "jobs": 5}',
           '{"plan": 1, "jobs": {"a": {}}}', dump(PLAN)[:-20],
           dump(PLAN).replace('"live"', "5"), dump(PLAN).replace('"create"', "null"),
           dump(PLAN).replace('"i"', "5"), dump(PLAN).replace('"m"', "5"),
           dump(PLAN).replace("null", "5"), dump(PLAN).replace("false", '"no"'),
           dump(PLAN).replace('"r"', "5"), dump(with_job(sources="rows.csv")),
           dump(with_job(inputs="fox.png")))  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED)
def test_what_is_no_plan_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        load(text)
