"""The ledger: same meaning same bytes, whole or not at all, and nothing unknown is dropped."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from seedjob.errors import RecordError
from seedjob.manifest import (
    Cost,
    Error,
    Input,
    Manifest,
    Output,
    Task,
    is_time,
    manifest_path,
    manifest_schema,
    video_path,
)
from seedjob.manifest_text import accepted, dump, explained, load
from seedjob.record import ROOM, Record, sweep

FULL = Manifest(
    job="fox",
    spec="fox.yaml",
    service="live",
    state="completed",
    fingerprint="sha256:00",
    request={"model": "m", "content": [{"type": "text", "text": "雪の狐 \u2028"}]},
    inputs=[Input(path="media/fox.png", sha256="ab", bytes=3)],
    task=Task(id="a/../b", submitted_at="2026-01-01T00:00:00Z", finished_at="2026-01-01T00:01:00Z"),
    outputs=[Output(kind="video", path="fox.mp4", sha256="cd", bytes=4, width=2, height=2)],
    cost=Cost(amount="1.50", currency="CNY", charged=True),
    error=Error(kind="service", message="said no"),
    tool="seedjob 0",
)


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    record = Record(tmp_path / "fox.manifest.json")
    record.write(FULL)

    assert FULL == load(record.path)
    assert dump(FULL) == record.path.read_text("utf-8")


def test_the_text_is_made_for_git() -> None:
    text = dump(FULL)

    assert text.endswith("}\n")
    assert "\r" not in text
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert list(json.loads(text)) == [
        *("manifest", "job", "spec", "service", "state", "fingerprint", "request", "inputs"),
        *("task", "outputs", "cost", "error", "tool"),
    ]


SCALARS = (
    st.text() | st.integers() | st.booleans() | st.none() | st.integers().map(lambda n: n / 1000)
)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(request=st.dictionaries(st.text(), PLAIN, max_size=4))
def test_whatever_was_asked_for_is_written_as_json_writes_it(request: dict[str, Any]) -> None:
    text = dump(FULL.model_copy(update={"request": request}))

    assert json.loads(text)["request"] == request
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_its_schema_accepts_it() -> None:
    Draft202012Validator.check_schema(manifest_schema())
    Draft202012Validator(manifest_schema()).validate(json.loads(dump(FULL)))


def test_unknown_fields_of_a_newer_minor_are_kept(tmp_path: Path) -> None:
    data = json.loads(dump(FULL)) | {"mood": {"is": "new"}}
    data["task"]["queue"] = 7
    data["outputs"][0]["note"] = None
    path = tmp_path / "fox.manifest.json"
    path.write_text(json.dumps(data), "utf-8")

    manifest = load(path)

    assert manifest is not None
    again = json.loads(dump(manifest))
    assert (data["mood"], 7) == (again["mood"], again["task"]["queue"])
    assert again["outputs"][0]["note"] is None


def changed(there: str, written: str) -> str:
    """Write the manifest with other words in a place, by default at its start."""
    return dump(FULL).replace(there or "{", written, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no manifest"),
        ('{"manifest": 1', "no manifest"),
        ("[" * 5000, "no manifest"),
        ('{"manifest": 2}', "format 2; this seedjob knows 1, so upgrade"),
        ('{"manifest": 1, "job": "fox"}', "spec"),
        (dump(FULL).replace("fox.mp4", r"\ud800"), "half of a surrogate pair"),
        (dump(FULL).replace("00:01:00Z", "00:01:00+24:00"), "finished_at"),
        (dump(FULL).replace("2026-01-01T00:01:00Z", "0001-01-01T00:00:00+23:59"), "finished_at"),
        (changed("", '{"mood": "\\ud800",'), "no manifest"),
        (changed("", f'{{"mood": {"[" * 990}{"]" * 990},'), "no manifest"),
        (changed("2026-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00"), "submitted_at"),
        (changed("2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z"), "a time is UTC"),
        (changed("2026-01-01T00:00:00Z", "0999-12-31T23:59:59Z"), "a time is UTC"),
        (changed("2026-01-01T00:00:00Z", "2026-02-29T00:00:00Z"), "a time is UTC"),
        (
            changed('  "state"', '<<<<<<< HEAD\n  "state"'),
            "unresolved merge conflict .line 6.: take",
        ),
        (changed('  "state"', '=======\n  "state"'), "--ours [^ ]*fox.manifest.json"),
    ],
)
def test_a_torn_or_newer_manifest_is_never_taken_for_none(
    text: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "fox.manifest.json"
    path.write_text(text, "utf-8")

    with pytest.raises(RecordError, match=said):
        load(path)


def test_where_there_is_no_file_there_is_no_manifest(tmp_path: Path) -> None:
    assert load(tmp_path / "fox.manifest.json") is None


def test_previews_have_names_of_their_own(tmp_path: Path) -> None:
    names = [
        path(tmp_path, "fox", service).name
        for path in (manifest_path, video_path)
        for service in ("live", "local")
    ]

    assert ["fox.manifest.json", "fox.local.manifest.json", "fox.mp4", "fox.local.mp4"] == names


def test_room_for_the_answer_is_set_aside_and_used(tmp_path: Path) -> None:
    record = Record(tmp_path / "fox.manifest.json")
    intent = FULL.model_copy(update={"state": "submitting"})
    record.write(intent)
    record.set_aside(intent)
    (room,) = tmp_path.glob(".*.room")

    assert room.stat().st_size == len(dump(intent).encode()) + ROOM
    record.answer(FULL)
    assert [record.path] == list(tmp_path.iterdir())
    assert FULL == load(record.path)


@pytest.mark.parametrize("before", [None, FULL])
def test_an_intent_that_was_never_sent_is_taken_back(
    before: Manifest | None, tmp_path: Path
) -> None:
    record = Record(tmp_path / "fox.manifest.json")
    intent = FULL.model_copy(update={"state": "submitting"})
    record.write(intent)
    record.set_aside(intent)

    record.take_back(before)

    assert before == load(record.path)
    assert not list(tmp_path.glob(".*.room"))


def test_a_link_in_the_place_of_the_room_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine", "utf-8")
    record = Record(tmp_path / "fox.manifest.json")
    (tmp_path / ".fox.manifest.json.room").symlink_to(elsewhere)

    with pytest.raises(RecordError, match="cannot be written"):
        record.set_aside(FULL)
    assert elsewhere.read_text("utf-8") == "mine"


def test_a_second_name_of_a_file_in_the_place_of_the_room_is_not_written_to(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("mine", "utf-8")
    record = Record(tmp_path / "fox.manifest.json")
    (tmp_path / ".fox.manifest.json.room").hardlink_to(elsewhere)

    with pytest.raises(RecordError, match="cannot be written"):
        record.set_aside(FULL)
    assert elsewhere.read_text("utf-8") == "mine"


@pytest.mark.parametrize("before", [None, FULL])
def test_a_folder_in_the_place_of_the_room_keeps_no_intent_from_being_taken_back(
    before: Manifest | None, tmp_path: Path
) -> None:
    record = Record(tmp_path / "fox.manifest.json")
    (tmp_path / ".fox.manifest.json.room").mkdir()
    record.write(FULL.model_copy(update={"state": "submitting"}))

    with pytest.raises(RecordError, match="cannot be written"):
        record.take_back(before)
    assert before == load(record.path)


def test_a_folder_with_the_name_of_a_draft_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".fox.manifest.json.0.draft").mkdir()
    (tmp_path / ".owl.manifest.json.0.draft").touch()

    sweep(tmp_path)

    assert [".fox.manifest.json.0.draft"] == [path.name for path in tmp_path.iterdir()]


def test_a_pipe_in_the_place_of_room_or_manifest_is_not_waited_for(tmp_path: Path) -> None:
    record = Record(tmp_path / "fox.manifest.json")
    os.mkfifo(tmp_path / ".fox.manifest.json.room")
    os.mkfifo(tmp_path / "owl.manifest.json")

    with pytest.raises(RecordError, match="cannot be written"):
        record.set_aside(FULL)
    with pytest.raises(RecordError, match="no regular file"):
        load(tmp_path / "owl.manifest.json")


INTENT = FULL.model_copy(update={"state": "submitting", "fingerprint": "sha256:01"})


def test_what_is_settled_needs_no_room_any_more(tmp_path: Path) -> None:
    record = Record(tmp_path / "fox.manifest.json")
    record.write(INTENT)
    record.set_aside(INTENT)

    record.write(INTENT.model_copy(update={"state": "failed"}))

    assert [record.path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("before", [None, FULL])
def test_an_intent_takes_the_place_of_what_was_read_and_of_nothing_else(
    before: Manifest | None, tmp_path: Path
) -> None:
    record = Record(tmp_path / "fox.manifest.json")
    other = FULL.model_copy(update={"tool": "somebody else's"})
    if before:
        record.write(before)

    assert record.intend(INTENT, before)
    assert load(record.path) == INTENT
    record.write(other)
    assert not record.intend(INTENT, before)
    assert load(record.path) == other
    assert list(tmp_path.iterdir()) == [record.path]


@pytest.mark.parametrize("before", [None, FULL])
def test_an_intent_that_cannot_be_made_durable_is_taken_back(
    before: Manifest | None, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")  # which files can be put into, and nobody can sync
    there = Record(tmp_path / "folder" / "fox.manifest.json")
    if before:
        there.write(before)

    with pytest.raises(RecordError, match="cannot be written"):
        Record(tmp_path / "link" / "fox.manifest.json").intend(INTENT, before)

    assert before == there.read()
    assert [there.path] * bool(before) == list((tmp_path / "folder").iterdir())


def test_a_record_that_went_away_is_not_taken_for_none(tmp_path: Path) -> None:
    record = Record(tmp_path / "fox.manifest.json")

    assert not record.intend(INTENT, FULL)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said() -> None:
    with pytest.raises(RecordError, match="No such file"):
        Record(Path("/nowhere/fox.manifest.json")).write(FULL)


def as_data(manifest: Manifest) -> Any:
    return json.loads(dump(manifest))


@pytest.mark.parametrize("field", ["fingerprint", "state", "tool", "request"])
def test_the_schema_refuses_a_manifest_without_its_fields(field: str) -> None:
    data = as_data(FULL)
    del data[field]

    assert not Draft202012Validator(manifest_schema()).is_valid(data)


@pytest.mark.parametrize(
    "text",
    ["", "Z", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00+00:00",
     "2026-01-01T00:00:00z", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00Z",
     "2026-01-01 00:00:00Z", "20260101T000000Z", "2026-W01-4T00:00:00Z", "2026-01-01T24:00:00Z",
     "2026-01-01T00:00:00ZZ", "\u0662026-01-01T00:00:00Z"],
)  # fmt: skip
def test_a_time_is_written_in_one_way(text: str) -> None:
    assert not is_time(text)


ODD = (
    "1", "true", "null", "1.0", "-0", "-0.0", "1e2", "1e400", "NaN", "-Infinity", "01", "+1", "1_0",
    "0.1000000000000000055511151231257827", str(2**80), "9" * 4300, "9" * 4301, "{}", "[]", '""',
    '"live"', '"2026-01-01T00:00:00Z"', '"\\ud83e\\udd8a"', '"\\ud83e"', '"\\u0000"', '"\x1f"',
    '"\x7f"', '"\\x"', "'a'", '{"a": 1, "a": 2}', '{"a": 1,}', "[1] // a", "[" * 150 + "]" * 150,
    "[" * 250 + "]" * 250, '"\u2028"',
)  # fmt: skip
"""What a value of JSON may be, or what some readers take for one."""


def _places() -> Iterator[tuple[str, str]]:
    """Give the text before and behind each value of a manifest with all that one can hold."""
    text = dump(FULL)
    for found in re.finditer(r'(?<=: )(?:"[^"]*"|[\w.]+)|\n *(?="\w+": )', text):
        yield text[: found.start()], text[found.end() :]


@pytest.mark.parametrize("value", ODD, ids=lambda value: value[:20])
def test_what_the_quick_reader_accepts_the_thorough_one_reads_alike(value: str) -> None:
    for before, behind in _places():
        for text in (f"{before}{value}{behind}", f'{before}"request": {value},{behind}'):
            quick = accepted(text)
            if quick is not None:
                assert dump(explained(text, Path("a"))) == dump(quick)


@pytest.mark.parametrize("text", ["\ufeff{}", "", "{}", "{} {}", "[]", dump(FULL) + "\0"])
def test_what_is_no_manifest_the_quick_reader_leaves_to_the_thorough_one(text: str) -> None:
    assert accepted(text) is None


def test_a_manifest_of_ours_is_read_quickly() -> None:
    assert FULL == accepted(dump(FULL))
