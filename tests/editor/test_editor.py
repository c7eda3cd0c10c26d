"""An editor with yaml-language-server and our schema: what it offers, shows and marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from seedjob.models.content import ROLES
from seedjob.models.seedance_x1 import MODELS, RATIOS, RESOLUTIONS
from seedjob.spec.meaning import MEANINGS, VALUES
from tests.editor.server import Server, running
from tests.place import module, node

pytestmark = pytest.mark.tools

ROOT = Path(__file__).parents[2]
MODELINE = "# yaml-language-server: $schema=../schemas/job.schema.json\n"
FOX = (ROOT / "specs" / "fox.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    program = module("yaml-language-server/bin/yaml-language-server")
    with running(node(program, "--stdio"), ROOT) as server:
        yield server


def offered(server: Server, text: str) -> list[str]:
    """Tell what is offered at the end of a text below the modeline."""
    text = MODELINE + text
    return [item["label"] for item in server.open(text).completions(text)]


KEY = 10
"""The protocol's number for an offer that is a key."""

ITEM = "model: x\ncontent:\n  - type: {}\n    "


@pytest.mark.parametrize("kind", [kind for kind in ROLES if ROLES[kind]])
def test_the_roles_of_an_items_type_are_offered_and_no_others(server: Server, kind: str) -> None:
    assert list(ROLES[kind]) == offered(server, ITEM.format(kind) + "role: ")


@pytest.mark.parametrize("kind", ROLES)
def test_within_an_item_only_keys_of_its_type_are_offered(server: Server, kind: str) -> None:
    text = MODELINE + ITEM.format(kind)
    items = server.open(text).completions(text)

    keys = {kind, "role"} if ROLES[kind] else {"text", "text_file"}
    assert keys == {item["label"] for item in items if item["kind"] == KEY}


def test_every_key_of_a_job_is_offered(server: Server) -> None:
    keys = ("$schema", "version", "name", "description", "tags", "model", "resolution")
    many = ("vars", "matrix", "foreach", "defaults", "jobs")

    assert {*keys, *many, "ratio", "duration", "content", "seedjob job"} == {*offered(server, "")}


BATCH = """\
vars: {hour: dawn}
defaults: {model: seedance_2_0_x1_official, ratio: "${{ matrix.shape }}"}
jobs:
  - name: fox
    matrix: {shape: ["16:9", "1:1"], part: [first_frame, reference_image]}
    content:
      - {type: text, text: "A fox, ${{ vars.hour }}"}
      - {type: image_url, role: "${{ matrix.part }}", image_url: {url: "${{ vars.hour }}"}}
  - name: owl
    foreach: owls.csv
    ratio: "4:3"
    content:
      - {type: text, text: "${{ row.prompt }}"}
      - type: image_url
        """


@pytest.mark.parametrize(
    ("line", "values"),
    [("role: ", ROLES["image_url"]), ("image_url: {path: a}\n    resolution: ", RESOLUTIONS)],
)
def test_in_a_job_of_many_the_values_of_a_key_are_offered(
    server: Server, line: str, values: tuple[str, ...]
) -> None:
    assert list(values) == offered(server, BATCH + line)


def test_the_keys_of_a_job_of_many_are_offered(server: Server) -> None:
    found = {*offered(server, BATCH + "image_url: {path: a}\n    ")}

    assert {"matrix", "vars", "tags", "duration"} <= found
    assert not {"jobs", "defaults", "version", "name"} & found


def test_a_sound_batch_bears_no_mark(server: Server) -> None:
    assert () == server.open(MODELINE + BATCH + "image_url: {path: a}\n").faults


def test_a_fault_in_a_batch_is_marked_on_its_line(server: Server) -> None:
    text = MODELINE + BATCH.replace("part: [", "part: x, y: [") + "image_url: {path: a}\n"
    lines = {fault["range"]["start"]["line"] for fault in server.open(text).faults}

    assert {text[: text.index("part: x")].count("\n")} == lines


@pytest.mark.parametrize(
    ("key", "values"), [("model", MODELS), ("resolution", RESOLUTIONS), ("content: [{type", ROLES)]
)
def test_the_values_of_a_field_are_offered(
    server: Server, key: str, values: tuple[str, ...]
) -> None:
    assert list(values) == offered(server, f"{key}: ")


def test_ratios_are_written_in_quotes(server: Server) -> None:
    text = MODELINE + "ratio: "
    items = server.open(text).completions(text)

    assert [f'"{ratio}"' for ratio in RATIOS] == [item["textEdit"]["newText"] for item in items]


@pytest.mark.parametrize(
    "key", ["model", "resolution", "ratio", "duration", "tags", "content", "path", "text"]
)
def test_a_key_is_explained(server: Server, key: str) -> None:
    assert MEANINGS[key] in server.open(FOX).hover(f"{key}: " if key != "content" else key)


@pytest.mark.parametrize("role", ["first_frame", "last_frame"])
def test_a_role_is_explained_among_the_others(server: Server, role: str) -> None:
    said = server.open(FOX).hover(role)

    assert [True] * 3 == [VALUES[other] in said for other in ROLES["image_url"]]


def marked(server: Server, old: str, new: str) -> list[tuple[int, str]]:
    """Tell the lines, from 1, that are marked when the fox's spec is changed, and what is said."""
    assert old in FOX
    faults = server.open(FOX.replace(old, new)).faults
    return [(fault["range"]["start"]["line"] + 1, fault["message"]) for fault in faults]


def line(start: str) -> int:
    """Tell on which line of the fox's spec something stands."""
    return FOX[: FOX.index(start)].count("\n") + 1


CHANGES = {
    "a wrong role": (
        *("role: last_frame", "role: last"),
        *("role: last_frame", 'Valid values: "first_frame", "last_frame", "reference_image"'),
    ),
    "an unknown key": ("tags:", "tagz:", "tags:", "tagz is not allowed"),
    "an unsupported field": ("tags: [frames, winter]", "seed: 1", "tags:", "seed is not allowed"),
    "a length that is no length": ("duration: 5", "duration: 3", "duration", "minimum of 4"),
    "a ratio that is none": ('"16:9" #', '"16:8" #', "ratio", 'Valid values: "21:9", "16:9"'),
    "a picture's name for a URL": (
        *("path: media/fox-last.png", "url: media/fox-last.png"),
        *("image_url: { path: media/fox-last", "this is not a URL or an asset ID; write https://"),
    ),
    "a blank prompt": (
        "A fox crosses fresh snow at dawn, slow dolly in",
        *('" "', "text: A fox", "this is not a prompt"),
    ),
    "frames beside a reference": (
        *(
            "  - type: image_url\n    role: last_frame\n    image_url",
            "  - type: video_url\n    video_url",
        ),
        *("type: image_url\n    role: last_frame", "never mix"),
    ),
    "a last frame alone": (
        *("role: first_frame", "role: last_frame"),
        *("- type: text", "[last-frame-needs-first]"),
    ),
}
"""What is wrong to what is written in place of what, the line that is marked, and what is said."""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_fault_is_marked_on_its_line(server: Server, change: tuple[str, str, str, str]) -> None:
    old, new, start, says = change
    found = [at for at, message in marked(server, old, new) if says in message]

    assert [line(start)] == found


def test_our_own_specs_bear_no_mark(server: Server) -> None:
    for spec in sorted((ROOT / "specs").glob("*.yaml")):
        assert () == server.open(spec.read_text("utf-8")).faults, spec


@pytest.mark.parametrize("pointer", [MODELINE, "$schema: ../schemas/job.schema.json\n"])
def test_a_first_line_or_a_key_leads_to_the_schema(server: Server, pointer: str) -> None:
    text = server.open(f"{pointer}model: \n")

    assert list(MODELS) == [item["label"] for item in text.completions("model: ")]
    assert any("Missing property" in fault["message"] for fault in text.faults)
