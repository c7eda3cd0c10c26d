"""Names are readable, fit every disk, and stay when jobs, cells, rows and axes come or move."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from seedjob.manifest import manifest_path
from seedjob.spec.batch.naming import MOST_BYTES, cell_part, clash, row_part, size, slug
from seedjob.spec.document import read
from seedjob.spec.validate import validate
from tests.agreement.writing import flow
from tests.spec.batch.documents import AXES, LOOKS, job

SLUGS = (
    # value, what it is in a name
    ("watercolor", "watercolor"),
    ("film noir", "film-noir"),
    ("16:9", "16x9"),
    ("at 12:30", "at-12x30"),
    ("../../etc/passwd", "etc-passwd"),
    ("a\x00b\n c", "a-b-c"),
    ("CON.", "CON"),
    ("Grün & Blau", "Grün-Blau"),
    ("墨水 画", "墨水-画"),
    ("हिन्दी", "हिन्दी"),
    ("e\u0301te\u0301", "été"),
    (8, "8"),
    (2.5, "2-5"),
    (True, "true"),
    ("seedance_2_0_x1_official", "seedance-2-0-x1-official"),
)


@pytest.mark.parametrize(("value", "expected"), SLUGS, ids=[repr(value) for value, _ in SLUGS])
def test_a_value_is_readable_in_a_name(value: object, expected: str) -> None:
    assert expected == slug(value)


TEXTS = some.text(max_size=300) | some.integers() | some.booleans() | some.floats()


@given(some.dictionaries(some.text(min_size=1, max_size=5), TEXTS, min_size=1, max_size=4))
@settings(deadline=None)
def test_a_part_is_path_safe_whatever_the_values_are(values: dict[str, Any]) -> None:
    part = cell_part(values)

    assert 1 <= len(part) <= 64
    assert size(part) <= MOST_BYTES
    assert all(unicodedata.category(c)[0] in "LMN" or c == "-" for c in part)
    assert part.casefold() not in {"local", "manifest", "poster"}
    assert part == cell_part(dict(reversed(values.items())))


def test_the_longest_name_leaves_room_for_every_ending_of_ours(tmp_path: Any) -> None:
    text = "狐" * 300
    made = job("A fox", name="x" * 64, matrix={"look": [text]})
    spec = validate(f"{'s' * 64}.yaml", read(flow({"defaults": {"model": M}, "jobs": [made]})))

    (one,) = spec.jobs
    path = manifest_path(tmp_path, one.name, "local")
    path.with_name(f".{path.name}.01234567.draft").touch()


M = "seedance_2_0_x1_official"


def names(document: Any, rows: bytes = b"") -> list[str]:
    spec = validate("specs/launch.yaml", read(flow(document)), lambda _: rows)
    assert [] == [one for one in spec.diagnostics if not one.rule.startswith("unused-")]
    return [one.name for one in spec.jobs]


def test_names_are_as_the_design_has_them() -> None:
    matrix = {
        "look": ["watercolor", "film noir"],
        "ratio": ["16:9", "9:16"],
        "exclude": [{"ratio": "9:16", "look": "film noir"}],
    }
    made = {"defaults": {"model": M}, "jobs": [job("A", name="teaser", matrix=matrix)]}

    assert [
        "launch.teaser.16x9-watercolor",
        "launch.teaser.9x16-watercolor",
        "launch.teaser.16x9-film-noir",
    ] == names(made)


@given(AXES.filter(bool), some.data())
@settings(deadline=None, max_examples=60)
def test_a_name_depends_on_no_order_and_no_other_cell(axes: Any, data: some.DataObject) -> None:
    before = names({"model": M, **job("A", matrix=axes)})
    shuffled = {name: data.draw(some.permutations(axes[name])) for name in reversed(axes)}
    wider = {name: [*values] for name, values in axes.items()}
    more = data.draw(some.sampled_from(sorted(axes)))
    wider[more] += [one for one in ("3:4", "21:9") if one not in wider[more]]

    assert sorted(before) == sorted(names({"model": M, **job("A", matrix=shuffled)}))
    assert set(before) < set(names({"model": M, **job("A", matrix=wider)}))


@given(LOOKS, some.data())
@settings(deadline=None, max_examples=60)
def test_what_include_adds_to_a_cell_renames_none(looks: Any, data: some.DataObject) -> None:
    matrix = {"look": looks}
    more = [{"look": data.draw(some.sampled_from(looks)), "mood": "calm", "duration": 9}]
    before = names({"model": M, **job("A", matrix=matrix)})

    assert before == names({"model": M, **job("A", matrix={**matrix, "include": more})})


ROW = some.fixed_dictionaries(
    {"prompt": some.sampled_from(["A red fox", "an owl", "狐"]), "take": some.integers(0, 99)}
)


@given(
    some.lists(ROW, min_size=1, max_size=6, unique_by=lambda row: (row["prompt"], row["take"])),
    some.randoms(),
)
@settings(deadline=None, max_examples=60)
def test_a_row_without_a_name_is_named_by_what_it_says(rows: Any, chance: Any) -> None:
    def sheet(some_rows: Any, columns: list[str]) -> bytes:
        lines = [
            ",".join(columns),
            *(",".join(str(r.get(c, "")) for c in columns) for r in some_rows),
        ]
        return "\n".join(lines).encode()

    document = {"model": M, "foreach": "rows.csv", **job("${{ row.prompt }}")}
    before = names(document, sheet(rows, ["prompt", "take"]))
    added = [{"prompt": "new", "take": -1}, *chance.sample(rows, len(rows))]
    after = names(document, sheet(added, ["take", "unused", "prompt"]))

    assert set(before) < set(after)
    assert len(before) == len(rows)


def test_rows_are_named_by_their_name_or_id_or_words() -> None:
    document = {"model": M, "foreach": "rows.csv", **job("A")}

    assert ["launch.red-fox", "launch.owl"] == names(document, b"name,x\nred fox,1\nowl,2\n")
    assert ["launch.17", "launch.4"] == names(document, b"id,x\n17,1\n4,2\n")
    (name,) = names(document, b"prompt\nA red fox crosses the snow at dawn\n")
    assert name.startswith("launch.A-red-fox-crosses-the-")
    assert row_part({"prompt": "x", "empty": ""}) == row_part({"prompt": "x"})


def test_a_name_with_lookups_names_each_cell_whole() -> None:
    document = {
        "model": M,
        "name": "shot-${{ matrix.look }}",
        **job("A", matrix={"look": ["a b", "墨"]}),
    }

    assert ["shot-a-b", "shot-墨"] == names(document)


CLASHES = (("fox", "FOX"), ("Grün", "gRÜN"), ("e\u0301", "é"), ("ß", "SS"), ("ﬀ", "FF"))


@pytest.mark.parametrize(("one", "other"), CLASHES)
def test_names_that_a_disk_takes_for_one_clash(one: str, other: str) -> None:
    assert clash(one) == clash(other)
