"""Specs of many jobs from the command line to their videos, and in the hands of two people."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.program import TIMEOUT, creates, project, seedjob

PICTURE = Path(__file__).parents[2] / "specs" / "media" / "harbour.png"

SPEC = """\
defaults: {model: seedance_fast_2_0_x1_discount, resolution: 480p, duration: 4}
jobs:
  - name: teaser
    matrix:
      ratio: ["16:9", "9:16", "1:1"]
      look: [watercolor, film noir, charcoal, neon]
    content:
      - {type: text, text: "The harbour at night, ${{ matrix.look }}"}
      - {type: image_url, image_url: {path: media/harbour.png}}
  - name: row
    foreach: rows.csv
    content: [{type: text, text: "${{ row.prompt }}"}, {type: image_url, image_url: {path: a.png}}]
"""
ROWS = "name,prompt,ratio\n" + "".join(
    f'shot {n},"Boat {n}, rocking",{ratio}\n'
    for n, ratio in enumerate(["16:9", "", "9:16", ""] * 5)
)


def batch(folder: Path, spec: str = SPEC, rows: str = ROWS) -> Path:
    root = project(folder, launch=spec)
    (root / "specs" / "media").mkdir()
    shutil.copy(PICTURE, root / "specs" / "media")
    shutil.copy(PICTURE, root / "specs" / "a.png")
    (root / "specs" / "rows.csv").write_text(rows, "utf-8")
    return root


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run twelve cells and twenty rows once, on a service whose time runs fast."""
    root = batch(tmp_path_factory.mktemp("batches") / "p")
    said = seedjob(root, "run", "--local", "--service-speed", "20")
    assert said.code == 0, said
    return root


def test_a_spec_of_12_lines_makes_32_videos(done: Path) -> None:
    assert SPEC.count("\n") == 12
    assert creates(done) == 32
    assert len(list((done / "specs").glob("launch.*.local.mp4"))) == 32
    manifest = json.loads((done / "specs" / "launch.row.shot-2.local.manifest.json").read_text())
    assert ("launch.row.shot-2", "launch.yaml", "completed") == (
        *(manifest["job"], manifest["spec"], manifest["state"]),
    )
    asked = manifest["request"]
    assert ("9:16", "Boat 2, rocking") == (asked["ratio"], asked["content"][0]["text"])


def test_a_second_run_creates_nothing_and_one_edit_makes_what_it_is_about(done: Path) -> None:
    again = seedjob(done, "run", "--local", "--service-speed", "20")
    assert (0, 32) == (again.code, creates(done))

    spec = done / "specs" / "launch.yaml"
    spec.write_text(
        SPEC.replace("ratio: [", "include: [{look: neon, duration: 5}]\n      ratio: [")
    )
    rows = done / "specs" / "rows.csv"
    rows.write_text(ROWS.replace("Boat 7, rocking", "Boat 7, sinking"), "utf-8")
    edited = seedjob(done, "run", "--local", "--service-speed", "20", "--format", "json")

    assert (0, 32 + 3 + 1) == (edited.code, creates(done))
    made = {one["job"] for one in edited.data if one["ending"] == "done"}
    ratios = ("16x9", "9x16", "1x1")
    assert {f"specs/launch.teaser.{one}-neon" for one in ratios} | {
        "specs/launch.row.shot-7"
    } == made


def test_a_cell_that_is_taken_out_leaves_its_record_as_an_orphan(done: Path) -> None:
    spec = done / "specs" / "launch.yaml"
    before = spec.read_text()
    spec.write_text(SPEC.replace(", neon]", "]"))

    rows = seedjob(done, "status", "--format", "json").data
    spec.write_text(before)

    orphans = sorted(row["job"] for row in rows if row["spec"] is None)
    assert [f"specs/launch.teaser.{one}-neon" for one in ("16x9", "1x1", "9x16")] == orphans


def test_expand_prints_the_jobs_and_the_bodies_that_a_run_sends(done: Path) -> None:
    one = ("--job", "launch.row.shot-2", "--format", "json")

    (job,) = seedjob(done, "expand", *one).data
    (asked,) = seedjob(done, "expand", "--request", *one).data

    manifest = json.loads((done / "specs" / "launch.row.shot-2.local.manifest.json").read_text())
    assert manifest["request"] == asked["request"]
    assert ("specs/launch.row.shot-2", "specs/launch.yaml") == (job["job"], job["spec"])
    assert ("9:16", 4, []) == (job["ratio"], job["duration"], job["tags"])
    assert {"type": "text", "text": "Boat 2, rocking"} == job["content"][0]


def test_expand_in_text_can_be_read_by_people(tmp_path: Path) -> None:
    root = batch(tmp_path / "p")

    said = seedjob(root, "expand", "--job", "*shot-3")

    assert said.out == (
        "specs/launch.row.shot-3\n"
        '  spec: "specs/launch.yaml"\n'
        '  model: "seedance_fast_2_0_x1_discount"\n'
        '  resolution: "480p"\n'
        '  ratio: "16:9"\n'
        "  duration: 4\n"
        "  content:\n"
        '    - {type: "text", text: "Boat 3, rocking"}\n'
        '    - {type: "image_url", image_url: {path: "a.png"}}\n'
    )


def test_expand_prints_nothing_where_a_spec_is_wrong(tmp_path: Path) -> None:
    root = batch(tmp_path / "p", SPEC.replace("matrix.look }}", "matrix.lok }}"))

    said = seedjob(root, "expand")

    assert (3, "") == (said.code, said.out)
    assert "did you mean 'matrix.look'? [lookup]" in said.err


@pytest.mark.parametrize("command", ["validate", "run", "status", "expand"])
def test_more_jobs_than_are_meant_are_refused(command: str, tmp_path: Path) -> None:
    root = batch(tmp_path / "p")
    words = [command, "--local"] if command == "run" else [command]

    said = seedjob(root, *words, "--max-jobs", "31")

    assert said.code == 2
    assert "the specs make more than 31 jobs; select fewer, or raise --max-jobs" in said.err
    assert creates(root) == 0


TEXT_FILE = """\
model: seedance_fast_2_0_x1_discount
resolution: 480p
duration: 4
matrix: {look: [ink, neon]}
content:
  - {type: text, text_file: prompt.txt}
  - {type: image_url, image_url: {url: asset-20260101120000-a1b2c}}
"""


def test_what_a_text_file_looks_up_is_put_in(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=TEXT_FILE)
    (root / "specs" / "prompt.txt").write_text("A fox in ${{ matrix.look }}, $${{ x }}\n", "utf-8")

    said = seedjob(root, "expand", "--request", "--format", "json")

    texts = {one["job"]: one["request"]["content"][0]["text"] for one in said.data}
    assert {
        "specs/fox.ink": "A fox in ink, ${{ x }}",
        "specs/fox.neon": "A fox in neon, ${{ x }}",
    } == texts


FAULTY = ROWS.replace(",9:16\n", ",9x16\n", 1)


def test_a_fault_in_a_row_is_told_in_every_format(tmp_path: Path) -> None:
    root = batch(tmp_path / "p", rows=FAULTY)
    said = {form: seedjob(root, "validate", "--format", form) for form in FORMATS}
    cause = "in launch.row.shot-2 of specs/launch.yaml: '9x16' is not a ratio"

    assert {3} == {one.code for one in said.values()}
    assert f"specs/rows.csv:4:26: error: {cause}" in said["text"].out
    assert "specs/launch.yaml:11:5: note: its row is of this foreach\n" in said["text"].out
    (told,) = said["json"].data
    assert ("specs/rows.csv", 4, 26) == (told["file"], told["line"], told["column"])
    assert "file=specs/rows.csv,line=4" in said["github"].out
    assert "specs/launch.yaml, line 11" in said["github"].out
    (result,) = said["sarif"].data["runs"][0]["results"]
    uris = [
        place["physicalLocation"]["artifactLocation"]["uri"]
        for place in (*result["locations"], *result["relatedLocations"])
    ]
    assert ["specs/rows.csv", "specs/launch.yaml"] == uris
    (case,) = ET.fromstring(said["junit"].out).findall(".//testcase[failure]")  # noqa: S314 - ours
    assert "specs/rows.csv" == case.get("name")


FORMATS = ("text", "json", "github", "sarif", "junit")


def test_jobs_of_two_files_with_one_name_are_told_once_for_each_place(tmp_path: Path) -> None:
    root = batch(tmp_path / "p")
    (root / "specs" / "launch.yml").write_text(SPEC, "utf-8")

    said = seedjob(root, "validate")

    assert said.code == 3
    assert (
        "specs/launch.yml:3:11: error: the job's name 'launch.teaser.16x9-watercolor' is taken by"
        " specs/launch.yaml (and 11 more)" in said.out
    )
    assert "'launch.row.shot-0' is taken by specs/launch.yaml (and 19 more)" in said.out
    assert "2 specs checked, 2 errors" in said.err


ALLOW = "# seedjob: allow prompt-flag -- meant"
PERMITS = (
    # where the comment stands, whether it allows what a row says
    (SPEC, False),
    (f"{ALLOW}\n{SPEC}", True),
    (SPEC.replace("    foreach", f"    {ALLOW}\n    foreach"), False),
    (SPEC.replace("    content: [", f"    {ALLOW}\n    content: ["), True),
)


@pytest.mark.parametrize(("spec", "allows"), PERMITS)
def test_a_row_is_allowed_what_is_allowed_where_it_is_put_in(
    spec: str, *, allows: bool, tmp_path: Path
) -> None:
    root = batch(tmp_path / "p", spec, ROWS.replace("Boat 1, rocking", "Boat --dur 5, rocking"))

    said = seedjob(root, "validate", "--format", "json")

    told = [(one["file"], one["line"], one["column"]) for one in said.data]
    assert (("specs/rows.csv", 3, 8) in told) != allows


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)  # noqa: S607


def test_two_branches_that_add_cells_and_rows_merge_without_a_conflict(tmp_path: Path) -> None:
    """One adds a value to an axis, the other rows: spec, rows, and manifests merge."""
    root = batch(tmp_path / "p", LINES, "name,prompt\nboat,A boat\n")
    git(root, "init", "--quiet", "--initial-branch", "main")
    (root / ".gitignore").write_text("*.mp4\n.seedjob\n")
    speed = ("run", "--local", "--service-speed", "20")
    assert seedjob(root, *speed).code == 0
    commit(root, "begin")
    git(root, "checkout", "--quiet", "-b", "ink")
    edit(root / "specs" / "launch.yaml", "        - day\n", "        - ink\n        - day\n")
    edit(root / "specs" / "rows.csv", "name,prompt\n", "name,prompt\ngull,A gull\n")
    assert seedjob(root, *speed).code == 0
    commit(root, "ink")
    git(root, "checkout", "--quiet", "main")
    edit(root / "specs" / "launch.yaml", "        - night\n", "        - night\n        - dusk\n")
    edit(root / "specs" / "rows.csv", "boat,A boat\n", "boat,A boat\nwhale,A whale\n")
    assert seedjob(root, *speed).code == 0
    commit(root, "dusk")
    before = creates(root)

    git(root, "merge", "--quiet", "--no-edit", "ink")

    states = {row["job"]: row["state"] for row in seedjob(root, "status", "--format", "json").data}
    looks = {f"specs/launch.teaser.{look}" for look in ("ink", "day", "night", "dusk")}
    assert looks | {f"specs/launch.row.{one}" for one in ("gull", "boat", "whale")} == states.keys()
    assert {"completed"} == set(states.values())
    assert (0, before) == (seedjob(root, *speed).code, creates(root))


LINES = """\
defaults: {model: seedance_fast_2_0_x1_discount, resolution: 480p, duration: 4}
jobs:
  - name: teaser
    matrix:
      look:
        - day
        - night
    content:
      - {type: text, text: "The harbour by ${{ matrix.look }}"}
      - {type: image_url, image_url: {path: media/harbour.png}}
  - name: row
    foreach: rows.csv
    content:
      - {type: text, text: "${{ row.prompt }}"}
      - {type: image_url, image_url: {path: media/harbour.png}}
"""


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def commit(root: Path, says: str) -> None:
    git(root, "add", "--force", "--", "specs", ".gitignore")
    git(root, "commit", "--quiet", "--message", says)


def test_a_spec_of_one_job_loads_nothing_of_batches(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    program = (
        "import sys; from seedjob.cli import main; sys.argv[0] = 'seedjob'\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if 'batch' in name], file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, "validate"],
        cwd=root, capture_output=True, text=True, check=True, timeout=TIMEOUT,
    )  # fmt: skip

    assert "[]" == done.stderr.splitlines()[-1]


def test_rows_outside_of_the_project_are_not_read(tmp_path: Path) -> None:
    root = batch(tmp_path / "p")
    (tmp_path / "outside.csv").write_text("name,prompt\nsecret,hidden\n", "utf-8")
    (root / "specs" / "rows.csv").unlink()
    (root / "specs" / "rows.csv").symlink_to(tmp_path / "outside.csv")

    said = seedjob(root, "validate")

    assert said.code == 3
    assert "'rows.csv' lies outside of the project; copy it into the project [foreach]" in said.out
    assert "hidden" not in said.out
