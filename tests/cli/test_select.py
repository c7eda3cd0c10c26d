"""Which jobs a flag selects: the same on every command, each job in one part, no typing error."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from seedjob.cli.shard import SCHEMES, Shard, read_shard
from seedjob.errors import UsageError
from tests.cli.program import INVALID, VALID, Said, project, seedjob
from tests.cli.repository import begin, commit, git

LIVE = {"SEEDJOB_API_KEY": "k", "SEEDJOB_BASE_URL": "https://gateway.example"}

SECRET = VALID.replace("https://", "https://me:secret@")
"""A sound spec of which `validate` has something to tell: so its output lists what it chose."""

FROM_FILE = SECRET.replace("text: A fox", "text_file: prompts/owl.txt")

SPECS = {
    "fox": f"tags: [winter, launch]\n{SECRET}",
    "owl": f"tags: [night]\n{FROM_FILE}",
    "elk": f"name: moose\n{SECRET}",
    "bear": f"tags: [winter]\n{SECRET}",
}


@pytest.fixture(scope="module")
def forest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four jobs in a repository; since main, one spec was changed and one prompt."""
    root = project(tmp_path_factory.mktemp("forest") / "p", **SPECS)
    (root / "specs" / "prompts").mkdir()
    (root / "specs" / "prompts" / "owl.txt").write_text("An owl", "utf-8")
    begin(root)
    (root / "specs" / "bear.yaml").write_text(f"{SPECS['bear']}# changed\n", "utf-8")
    commit(root, "bear")
    (root / "specs" / "prompts" / "owl.txt").write_text("An old owl", "utf-8")
    (root / "seedjob.toml").write_text("# changed\n", "utf-8")
    return root


def told_by_validate(said: Said) -> set[str]:
    names = {"specs/elk": "specs/moose"}
    files = {row["file"].removesuffix(".yaml") for row in json.loads(said.out)}
    return {names.get(file, file) for file in files}


def told_by_status(said: Said) -> set[str]:
    return {row["job"] for row in json.loads(said.out)}


def told_by_run(said: Said) -> set[str]:
    return set(re.findall(r"(?m)^create +(\S+)", said.err))


COMMANDS: Mapping[str, tuple[tuple[str, ...], Callable[[Said], set[str]]]] = MappingProxyType(
    {
        "validate": (("validate", "--format", "json"), told_by_validate),
        "status": (("status", "--format", "json"), told_by_status),
        "run": (("run",), told_by_run),
    }
)

EVERY = {"specs/bear", "specs/fox", "specs/moose", "specs/owl"}

FLAGS: tuple[tuple[tuple[str, ...], dict[str, str], set[str]], ...] = (
    # flags, environment, the jobs that they select
    ((), {}, EVERY),
    (("specs/fox.yaml", "specs/owl.yaml"), {}, {"specs/fox", "specs/owl"}),
    (("--job", "moose"), {}, {"specs/moose"}),
    (("--job", "specs/o*", "--job", "f?x"), {}, {"specs/fox", "specs/owl"}),
    (("--tag", "winter"), {}, {"specs/bear", "specs/fox"}),
    (("--tag", "winter", "--tag", "night"), {}, EVERY - {"specs/moose"}),
    (("--tag", "winter", "--job", "f*"), {}, {"specs/fox"}),
    (("--shard", "1/1"), {}, EVERY),
    (("--shard", "2/2"), {}, {"specs/bear", "specs/fox"}),
    (("--shard", "1/2"), {}, {"specs/moose", "specs/owl"}),
    (("--shard", "auto/2"), {"JOB_COMPLETION_INDEX": "1"}, {"specs/bear", "specs/fox"}),
    (("--changed-since", "main"), {}, {"specs/bear", "specs/owl"}),
    (("--changed-since", "HEAD"), {}, {"specs/owl"}),
    (("--changed-since", "main", "--tag", "winter"), {}, {"specs/bear"}),
    (("--changed-since", "main", "--job", "fox"), {}, set()),
)


@pytest.mark.parametrize("row", FLAGS, ids=lambda row: " ".join(row[0]) or "nothing")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_flag_selects_the_same_jobs_on_every_command(
    command: str, row: tuple[tuple[str, ...], dict[str, str], set[str]], forest: Path
) -> None:
    flags, environment, selected = row
    words, told = COMMANDS[command]

    said = seedjob(forest, *words, *flags, env=LIVE | environment)

    assert selected == told(said), said
    assert said.code == (6 if command == "run" and selected else 0)


MANY = [f"specs/launch.{look}.{number}" for look in ("film-noir", "水彩") for number in range(500)]


@pytest.mark.parametrize("count", [1, 2, 3, 8, 64])
def test_each_job_is_in_one_part(count: int) -> None:
    parts = [[job for job in MANY if Shard(n, count).holds(job)] for n in range(1, count + 1)]

    assert sorted(MANY) == sorted(job for part in parts for job in part)
    assert all(len(MANY) / count / 2 < len(part) < len(MANY) / count * 2 for part in parts)


def test_a_tenth_more_jobs_moves_none_of_the_old_ones() -> None:
    def part_of(jobs: list[str]) -> dict[str, int]:
        return {job: n for job in jobs for n in range(1, 9) if Shard(n, 8).holds(job)}

    before, after = part_of(MANY), part_of([*[f"specs/a{n}" for n in range(100)], *MANY])

    assert before == {job: after[job] for job in MANY}
    assert (1000, 1100) == (len(before), len(after))


SLURM = {
    "SLURM_ARRAY_TASK_ID": "7",
    "SLURM_ARRAY_TASK_MIN": "1",
    "SLURM_ARRAY_TASK_MAX": "10",
    "SLURM_ARRAY_TASK_STEP": "3",
    "SLURM_ARRAY_TASK_COUNT": "4",
}
AWS = {"AWS_BATCH_JOB_ARRAY_INDEX": "0", "AWS_BATCH_JOB_ARRAY_SIZE": "4"}
NODE = {"CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "4"}

SHARDS: tuple[tuple[str, dict[str, str], Shard | str], ...] = (
    # written, environment, the part, or what is said
    ("2/8", {}, Shard(2, 8)),
    ("2/8", {"JOB_COMPLETION_INDEX": "5"}, Shard(2, 8)),
    ("auto/8", {"JOB_COMPLETION_INDEX": "0"}, Shard(1, 8)),
    ("auto/8", {"JOB_COMPLETION_INDEX": "7"}, Shard(8, 8)),
    ("auto", SLURM, Shard(3, 4)),
    ("auto", SLURM | {"SLURM_ARRAY_TASK_STEP": ""}, "numbers from 1 to 10 have gaps"),
    ("auto", AWS, Shard(1, 4)),
    ("auto/4", AWS, Shard(1, 4)),
    ("auto", NODE, Shard(1, 4)),
    ("auto", {"CIRCLE_NODE_INDEX": "3", "CIRCLE_NODE_TOTAL": "4"}, Shard(4, 4)),
    (
        "auto",
        {"BUILDKITE_PARALLEL_JOB": "1", "BUILDKITE_PARALLEL_JOB_COUNT": "2"},
        Shard(2, 2),
    ),
    ("auto", AWS | NODE, Shard(1, 4)),
    ("auto", {"CI_NODE_TOTAL": "1"}, "finds none of JOB_COMPLETION_INDEX, SLURM_ARRAY_TASK_ID,"),
    ("auto", {}, "write which part: --shard 2/8"),
    (
        "auto",
        {"JOB_COMPLETION_INDEX": "0"},
        "JOB_COMPLETION_INDEX is set, but nothing says of how many; write the count: --shard auto/",
    ),
    ("auto", {"CI_NODE_INDEX": "1"}, "but CI_NODE_TOTAL is not set; write the count"),
    ("auto/8", {"JOB_COMPLETION_INDEX": "8"}, "is 8, which is none of 8 parts from 0 on"),
    ("auto/8", {"JOB_COMPLETION_INDEX": "-1"}, "JOB_COMPLETION_INDEX is '-1', which is no number"),
    ("auto/8", AWS, "AWS_BATCH_JOB_ARRAY_SIZE is 4, and --shard auto/8 says another count"),
    ("auto", AWS | NODE | {"CI_NODE_INDEX": "2"}, "ARRAY_INDEX means 1/4 and CI_NODE_INDEX means"),
    ("auto", {"SLURM_ARRAY_TASK_ID": "7"}, "SLURM_ARRAY_TASK_MIN is not set"),
    ("auto", SLURM | {"SLURM_ARRAY_TASK_ID": "8"}, "is 8, which is none of 4 parts from 1 on"),
    ("auto", SLURM | {"SLURM_ARRAY_TASK_COUNT": "3"}, "have gaps, as it has 3 tasks"),
    ("0/8", {}, "'0/8' is not a shard; write I/N with I from 1 to N: 2/8"),
    ("9/8", {}, "'9/8' is not a shard"),
    ("2", {}, "'2' is not a shard"),
    ("", {}, "'' is not a shard"),
    ("auto/0", AWS, "'auto/0' is not a shard"),
    ("2/8\n", {}, "is not a shard"),
    ("٢/٨", {}, "is not a shard"),
)


@pytest.mark.parametrize("row", SHARDS, ids=lambda row: f"{row[0]} {' '.join(row[1].values())}")
def test_a_shard_is_what_is_written_or_what_an_array_job_tells(
    row: tuple[str, dict[str, str], Shard | str],
) -> None:
    text, environment, expected = row

    if isinstance(expected, Shard):
        assert expected == read_shard(text, environment)
        return
    with pytest.raises(UsageError) as refused:
        read_shard(text, environment)
    assert expected in str(refused.value)


def test_readme_names_every_variable_that_is_read() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")

    assert all(f"`{scheme.number}`" in readme for scheme in SCHEMES)


AT_FAULT = {
    # how a spec is at fault: its text, and whether flags that name fox and winter rule it out
    "its own name": (INVALID, True),
    "another name": (f"name: fox\n{INVALID}", False),
    "tags besides": (f"tags: [winter]\n{INVALID}", False),
    "a key misspelt": (f"tgas: [winter]\n{INVALID}", False),
    "no YAML": ("a: [\n", False),
    "no mapping": ("- a\n", False),
}


@pytest.mark.parametrize("name", AT_FAULT)
def test_a_spec_at_fault_is_passed_over_only_where_it_surely_holds_no_such_job(
    name: str, tmp_path: Path
) -> None:
    text, ruled_out = AT_FAULT[name]
    root = project(tmp_path / "p", fox=f"tags: [winter]\n{VALID}", bad=text)
    flag = ("--tag", "winter") if "tag" in name or "key" in name else ("--job", "fox")

    judged, ran = seedjob(root, "validate", *flag), seedjob(root, "run", *flag, env=LIVE)

    assert (0 if ruled_out else 3, 6 if ruled_out else 3) == (judged.code, ran.code), judged
    assert ruled_out == ("1 spec checked, 1 not selected, no fault" in judged.err)


def test_a_pull_request_hears_only_of_what_it_changed(tmp_path: Path) -> None:
    media = VALID.replace("url: https://example.com/", "path: ")
    root = project(tmp_path / "p", old=INVALID, torn="a: [\n", owl=media, wolf=VALID)
    (root / "specs" / "fox.png").write_bytes(b"")
    begin(root)
    (root / "specs" / "new.yaml").write_text(INVALID, "utf-8")
    (root / "specs" / "alike.yaml").write_text(f"name: Wolf\n{VALID}", "utf-8")
    (root / "specs" / "fox.png").unlink()

    rows = seedjob(root, "validate", "--format", "json", "--changed-since", "main").data

    assert [
        ("specs/new.yaml", "duration"),
        ("specs/owl.yaml", "media-path"),
        ("specs/wolf.yaml", "job-name-taken"),
    ] == [(row["file"], row["rule"]) for row in rows]


def test_a_link_that_leads_elsewhere_changes_what_lies_behind_it(tmp_path: Path) -> None:
    media = SECRET.replace("url: https://me:secret@example.com/", "path: media/")
    root = project(tmp_path / "p", fox=media, owl=SECRET)
    for folder in ("one", "two"):
        (root / folder).mkdir()
        (root / folder / "fox.png").write_bytes(b"png")
    link = root / "specs" / "media"
    link.symlink_to("../one")
    begin(root)

    link.unlink()
    link.symlink_to("../two")
    led = seedjob(root, "status", "--format", "json", "--changed-since", "main").data
    git(root, "checkout", "--quiet", ".")
    (root / "one" / "fox.png").write_bytes(b"another")
    behind = seedjob(root, "status", "--format", "json", "--changed-since", "main").data

    assert [["specs/fox"], ["specs/fox"]] == [
        [row["job"] for row in rows] for rows in (led, behind)
    ]


SAID = (
    (("validate", "--tag", "wolf"), 2, "no job matches tag 'wolf' of: "),
    (("validate", "--job", "wolf", "--shard", "1/9"), 2, "no job matches 'wolf' of: "),
    (("validate", "-", "--tag", "winter"), 2, "- is standard input and stands alone"),
    (("run", "--changed-since", "HEAD"), 0, "0 jobs: nothing to do"),
    (("validate", "--changed-since", "HEAD"), 0, "0 specs checked, 1 not selected, no fault"),
    (("status", "--changed-since", "mian"), 2, "git knows no revision 'mian'"),
)


APART = (
    (
        ("--job", "fox", "--tag", "night"),
        "--job 'fox' matches 1 job and --tag 'night' 1 job, but no job both",
    ),
    (
        ("--job", "f*", "--job", "moose", "--tag", "night"),
        "--job 'f*', 'moose' matches 2 jobs and --tag 'night' 1 job, but no job both",
    ),
    (("--job", "wolf", "--tag", "night"), "no job matches 'wolf' of: specs/bear"),
    (("--job", "fox", "--tag", "nihgt"), "no job matches tag 'nihgt' of: launch, night, winter"),
)


@pytest.mark.parametrize(("words", "said"), APART, ids=str)
def test_of_a_job_and_a_tag_that_do_not_meet_it_is_said_what_each_matches(
    words: tuple[str, ...], said: str, forest: Path
) -> None:
    done = seedjob(forest, "validate", *words)

    assert (2, True) == (done.code, said in done.err), done
    assert done.err.count("no job matches") == ("both" not in said)


def test_of_a_name_that_matches_nothing_it_is_said_what_may_be_meant(tmp_path: Path) -> None:
    owls = VALID + "matrix: {take: [" + ", ".join(map(str, range(10, 40))) + "]}\n"
    root = project(tmp_path / "p", promo=owls, harbour=VALID)

    told = {glob: seedjob(root, "plan", "--job", glob).err for glob in ("promo", "habour", "x")}

    of = "specs/promo.17, specs/promo.18 and 21 more"
    assert told["promo"].endswith(f"{of}; did you mean 'promo.*'?\n")
    assert told["habour"].endswith(f"{of}; did you mean 'harbour'?\n")
    assert told["x"].endswith(f"{of}\n")


@pytest.mark.parametrize(("words", "code", "said"), SAID, ids=str)
def test_it_is_said_where_nothing_is_selected(
    words: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    root = begin(project(tmp_path / "p", fox=f"tags: [winter]\n{VALID}"))

    done = seedjob(root, *words)

    assert (code, True) == (done.code, said in done.err), done
