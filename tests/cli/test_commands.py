"""What each command says and how it exits, as another program sees it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import INVALID, VALID, creates, project, seedjob, start

HEAVY = ("pydantic", "pydantic_core", "httpx", "ruamel", "jsonschema", "rich", "av", "PIL", "yaml")

PICTURE = Path(__file__).parents[2] / "specs" / "media" / "fox-first.png"


def loaded(folder: Path, *words: str) -> set[str]:
    """Name the heavy packages that a command loads."""
    program = (
        "import sys; from seedjob.cli import main; sys.argv[0] = 'seedjob'\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=folder, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return set(HEAVY) & set(done.stderr.splitlines()[-1].split())


def test_help_loads_click_alone(tmp_path: Path) -> None:
    assert loaded(tmp_path, "--help") == set()
    assert loaded(tmp_path, "--version") == set()


def test_validate_loads_neither_network_nor_video(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, bad=INVALID)

    assert loaded(root, "validate").isdisjoint({"httpx", "av", "PIL", "ruamel"})


def test_a_valid_spec_is_judged_without_the_thorough_judge(tmp_path: Path) -> None:
    assert loaded(project(tmp_path / "p"), "validate") == {"pydantic_core", "yaml"}


EXITS = (
    # words, exit code, what is said
    (("--version",), 0, "seedjob, version"),
    (("--help",), 0, "Find every fault"),
    (("validate",), 3, "specs/bad.yaml:3:11: error: '3' is not a duration"),
    (("validate", "specs/fox.yaml"), 0, "1 spec checked, no fault"),
    (("validate", "nowhere"), 2, "'nowhere' is not there"),
    (("validate", "specs/fox.yaml", "/etc"), 2, "lies outside of the project"),
    (("validate", "empty"), 2, "no spec in empty"),
    (("validate", "readme"), 2, "'readme' is no spec; a spec ends in .yaml or .yml"),
    (("status", "specs/A.YAML"), 2, "'specs/A.YAML' is no spec; a spec ends in .yaml or .yml"),
    (
        ("run", "--local", "rows.csv"),
        2,
        "'rows.csv' is no spec; name the one with foreach: rows.csv",
    ),
    (
        ("plan", "specs/r.jsonl"),
        2,
        "'specs/r.jsonl' is no spec; name the one with foreach: r.jsonl",
    ),
    (("validate", "linked.toml"), 2, "'linked.toml' is no spec"),
    (("validate", "linked.yaml"), 0, "1 spec checked, no fault"),
    (("validate", "--format", "xml"), 2, "is not one of"),
    (("frobnicate",), 2, "No such command"),
    (("vlidate",), 2, "No such command 'vlidate'; did you mean 'validate'?"),
    (("run", "--local", "specs/fox.yaml", "--tag", "wolf"), 2, "no job matches tag 'wolf' of: "),
    (("run", "--local", "specs/fox.yaml", "--base-url", "https://a"), 2, "name two services"),
    (("run",), 3, "nothing was created"),
    (("run", "--local", "specs"), 3, "nothing was created"),
    (("run", "specs/fox.yaml"), 7, "no API key: set SEEDJOB_API_KEY"),
    (("run", "specs/fox.yaml", "--api-key-file", "nowhere"), 2, "'nowhere' cannot be read"),
    (
        ("run", "--local", "specs/fox.yaml", "--job", "wolf"),
        2,
        "no job matches 'wolf' of: specs/fox",
    ),
    (("run", "--local", "specs/fox.yaml", "--shard", "3/2"), 2, "'3/2' is not a shard"),
    (("run", "--local", "specs/fox.yaml", "--faults", "nowhere"), 2, "nowhere"),
    (("run", "--local", "specs/fox.yaml", "--budget", "1"), 6, "a budget needs a price"),
    (("run", "specs/fox.yaml", "--faults", "seedjob.toml"), 2, "--faults and --service-speed go"),
    (("run", "specs/fox.yaml", "--service-speed", "9"), 2, "--faults and --service-speed go"),
    (("run", "specs/fox.yaml", "--poll-every", "nan"), 2, "'nan' is not a finite number"),
    (("run", "specs/fox.yaml", "--deadline", "inf"), 2, "'inf' is not a finite number"),
    (("status",), 3, "new"),
    (("status", "specs/fox.yaml"), 0, "specs/fox"),
    (("schema",), 0, '"title": "seedjob job"'),
    (("schema", "manifest"), 0, '"fingerprint"'),
    (("schema", "nothing"), 2, "'nothing' is not a schema"),
    (("schema", "--check"), 9, "renew it: seedjob schema --write"),
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = project(tmp_path_factory.mktemp("exits") / "p", fox=VALID, bad=INVALID)
    (root / "empty").mkdir()
    for other in ("readme", "specs/A.YAML", "rows.csv", "specs/r.jsonl"):
        (root / other).write_text(VALID, "utf-8")
    (root / "linked.toml").symlink_to("specs/fox.yaml")
    (root / "linked.yaml").symlink_to("readme")
    return root


@pytest.mark.parametrize(("words", "code", "said"), EXITS, ids=str)
def test_a_command_says_what_is_wrong_and_exits_as_promised(
    words: tuple[str, ...], code: int, said: str, mixed: Path
) -> None:
    done = seedjob(mixed, *words)

    assert (code, True) == (done.code, said in done.out + done.err), done
    assert "Traceback" not in done.err
    assert creates(mixed) == 0


LIVE = {"SEEDJOB_API_KEY": "k", "SEEDJOB_BASE_URL": "https://gateway.example"}


@pytest.mark.parametrize(
    ("env", "words", "code", "said"),
    [
        (LIVE, ("run",), 6, "1 to create: without a terminal this needs --yes"),
        (LIVE, ("run", "--yes", "--poll-every", "5"), 2, "too often"),
        (LIVE | {"SEEDJOB_BASE_URL": "http://gateway.example"}, ("run", "--yes"), 2, "https"),
        (LIVE | {"SEEDJOB_API_KEY": "a\nb"}, ("run", "--yes"), 2, "API key"),
        (LIVE | {"SEEDJOB_API_KEY": " "}, ("run", "--yes"), 7, "no API key"),
    ],
)
def test_a_live_run_refuses_before_it_spends(
    env: dict[str, str], words: tuple[str, ...], code: int, said: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "p")

    done = seedjob(root, *words, env=env)

    assert (code, True) == (done.code, said in done.err), done
    assert not list(root.glob("specs/*.json"))


def test_local_media_need_a_service_that_can_fetch_them(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID.replace("url: https://example.com/", "path: "))
    (root / "specs" / "fox.png").write_bytes(b"png")

    done = seedjob(root, "run", "--yes", env=LIVE)

    assert done.code == 2
    assert "https://gateway.example cannot fetch files of this machine" in done.err
    assert "specs/fox.yaml: fox.png" in done.err


def test_json_is_a_list_with_places(tmp_path: Path) -> None:
    root = project(tmp_path / "p", bad=INVALID)

    done = seedjob(root, "validate", "--format", "json")

    assert done.code == 3
    assert done.data == [
        {
            "file": "specs/bad.yaml",
            "line": 3,
            "column": 11,
            "end_line": 3,
            "end_column": 12,
            "severity": "error",
            "rule": "duration",
            "message": "'3' is not a duration",
            "hint": "write a whole number of seconds from 4 to 15",
        }
    ]


def test_json_without_faults_is_an_empty_list(tmp_path: Path) -> None:
    assert seedjob(project(tmp_path / "p"), "validate", "--format", "json").data == []


def test_files_are_named_as_seen_from_the_current_folder(tmp_path: Path) -> None:
    root = project(tmp_path / "p", bad=INVALID)

    done = seedjob(root / "specs", "validate", "bad.yaml")

    assert done.out.startswith("bad.yaml:3:11: error: ")


def test_two_jobs_of_one_name_are_told_apart(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, wolf="name: FOX\n" + VALID)

    done = seedjob(root, "validate")

    assert done.code == 3
    assert "specs/wolf.yaml:1:7: error: the job's name 'FOX' is taken by specs/fox.yaml" in done.out


@pytest.mark.parametrize("text", [VALID, "vars: {hero: A fox}\n" + VALID], ids=["one", "batch"])
@pytest.mark.parametrize("name", ["my fox", "x" * 65, "_fox", "fox.local"])
def test_a_file_that_cannot_name_its_job_is_told_and_what_can(
    name: str, text: str, tmp_path: Path
) -> None:
    root = project(tmp_path / "p", **{name: text})

    done = seedjob(root, "validate")

    told = f"specs/{name}.yaml:1:1: error: the file's name '{name}' cannot be a job's name; rename"
    can = "up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, not ending in .local, .manifest"
    assert f"{told} the file to {can} or .poster, or write name: in it [job-name]" in done.out


def test_the_lock_lets_one_run_in(tmp_path: Path) -> None:
    from seedjob.run.lock import locked

    root = project(tmp_path / "p")
    with locked(root):
        done = seedjob(root, "run", "--local")

    assert done.code == 6
    assert f"another run holds this project: process {os.getpid()}" in done.err


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_a_poor_locale_loses_no_message(locale: str, tmp_path: Path) -> None:
    root = project(tmp_path / "p", bad=INVALID.replace("A fox", "雪の狐"))

    done = seedjob(root, "validate", env={"LC_ALL": locale, "PYTHONIOENCODING": "latin-1"})

    assert done.code == 3
    assert "is not a duration" in done.out


@pytest.mark.parametrize("words", [("plan",), ("run", "--local")], ids=" ".join)
def test_a_job_that_no_file_of_the_locale_can_be_named_for_is_told(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    look = "matrix: {look: [雪]}\n" + VALID.replace("A fox", "'A fox, ${{ matrix.look }}'")
    root = project(tmp_path / "p", fox=look)
    poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    done = seedjob(root, *words, env=poor)

    assert (11, False) == (done.code, "Traceback" in done.err), done
    assert "is no name of a file in 'ascii', the locale's encoding" in done.out + done.err


def test_a_closed_pipe_is_no_fault_of_ours(tmp_path: Path) -> None:
    root = project(tmp_path / "p")

    with start(root, "schema") as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        said = process.stderr.read()

    assert (141, "") == (process.returncode, said)


def test_committed_schemas_are_fresh() -> None:
    done = seedjob(Path(__file__).parents[2], "schema", "--check")

    assert done == type(done)(0, "", ""), "renew them: seedjob schema --write"


def test_a_manifest_of_a_newer_format_stops_the_run(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    manifest = root / "specs" / "fox.local.manifest.json"
    manifest.write_text(json.dumps({"manifest": 2}), "utf-8")

    done = seedjob(root, "run", "--local")

    assert done.code == 11
    assert "upgrade" in done.err
    assert json.loads(manifest.read_text("utf-8")) == {"manifest": 2}


RECORD = {
    "manifest": 1,
    "job": "fox",
    "spec": "fox.yaml",
    "service": "live",
    "state": "submitting",
    "fingerprint": "sha256:0",
    "request": {},
    "task": {"submitted_at": "2026-01-01T00:00:00Z"},
    "tool": "seedjob 0",
}


def test_status_tells_new_unknown_and_orphaned_jobs_apart(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, owl=VALID)
    (root / "specs" / "fox.manifest.json").write_text(json.dumps(RECORD), "utf-8")
    task = {"id": "task-1", "submitted_at": "2026-01-01T00:00:00Z"}
    gone = RECORD | {"job": "gone", "spec": "gone.yaml", "service": "local", "task": task}
    gone["state"] = "lost"
    (root / "specs" / "gone.local.manifest.json").write_text(json.dumps(gone), "utf-8")

    done = seedjob(root, "status", "--format", "json")

    assert [
        ("specs/fox", "specs/fox.yaml", "live", "unknown"),
        ("specs/owl", "specs/owl.yaml", None, "new"),
        ("specs/gone", None, "local", "lost"),
    ] == [(row["job"], row["spec"], row["service"], row["state"]) for row in done.data]
    assert "no spec asks for it" in seedjob(root, "status").out
    previews = seedjob(root, "status", "--local", "--format", "json").data
    assert [("specs/fox", "new"), ("specs/owl", "new"), ("specs/gone", "lost")] == [
        (row["job"], row["state"]) for row in previews
    ]


def test_status_of_previews_alone_reads_no_other_record(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    for name in ("fox", "gone"):
        (root / "specs" / f"{name}.manifest.json").write_text("{", "utf-8")

    done = seedjob(root, "status", "--local")

    assert (0, "") == (done.code, done.err)
    assert "gone" not in done.out


def test_status_tells_of_a_record_once_whatever_service_it_names(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    odd = RECORD | {"service": "local"}
    (root / "specs" / "fox.manifest.json").write_text(json.dumps(odd), "utf-8")

    rows = seedjob(root, "status", "--format", "json").data

    assert [("specs/fox", "specs/fox.yaml")] == [(row["job"], row["spec"]) for row in rows]


def test_status_shows_the_rest_where_one_record_cannot_be_read(tmp_path: Path) -> None:
    root = project(tmp_path / "p", fox=VALID, owl=VALID)
    (root / "specs" / "fox.manifest.json").write_text("{", "utf-8")

    done = seedjob(root, "status")

    assert done.code == 11
    assert "specs/owl" in done.out
    assert "fox.manifest.json is no manifest" in done.err


BROKEN = (
    # the shell's own words around the program, exit code, what is said on stderr
    ("{seedjob} validate >&-", 0, "1 spec checked, no fault"),
    ("{seedjob} validate <&- 2>&-", 0, ""),
    ("{seedjob} validate --format json >/dev/full", 11, "cannot be written: No space left"),
    ("{seedjob} schema >/dev/full", 11, "cannot be written: No space left"),
    ("{seedjob} validate 2>/dev/full", 0, ""),
    ("{seedjob} validate $(printf '%05000d' 0)", 2, "0…' cannot be searched: File name too long"),
    ("mkdir gone; cd gone; rmdir ../gone; {seedjob} validate", 2, "the current folder is gone"),
    ("ln -s loop.yaml loop.yaml; {seedjob} validate loop.yaml", 2, "lead in a circle"),
    (
        "{seedjob} validate $'specs/\\e]0;title\\a\\u202e'",
        2,
        r"'specs/\x1b]0;title\x07\u202e' is not",
    ),
    ("{seedjob} validate --format $'\\e[31m'", 2, r"'\x1b[31m' is not one of"),
    ("{seedjob} $'\\e[31m'", 2, r"No such command '\x1b[31m'"),
    ("mkdir $'\\xff'; cp specs/fox.yaml $'\\xff'; {seedjob} status --shard 1/1 $'\\xff'", 0, ""),
)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize(("line", "code", "said"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_surrounding_gives_a_message_and_a_code(
    line: str, code: int, said: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["/bin/bash", "-c", line.replace("{seedjob}", f"{sys.executable} -m seedjob")],
        cwd=project(tmp_path / "p"), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (code, True) == (done.returncode, said in done.stderr), done
    assert "Traceback" not in done.stderr
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + done.stderr)


def test_folders_nested_deeper_than_python_recurses_are_searched(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    folders = [root / "specs" / "/".join("d" * depth) for depth in range(1, 1101)]
    for folder in folders:
        folder.mkdir()

    done = seedjob(root, "validate")
    for folder in reversed(folders):  # pytest, which clears up, recurses too
        folder.rmdir()

    assert (0, "1 spec checked, no fault\n") == (done.code, done.err)


def test_what_acts_on_a_terminal_is_escaped_in_json(tmp_path: Path) -> None:
    root = project(tmp_path / "p", bad='model: "\\x9b31m\\u202e\\e[31m狐"\n')

    done = seedjob(root, "validate", "--format", "json")

    assert done.out.isascii()
    assert "'\x9b31m\u202e\x1b[31m狐' is not a model" in [row["message"] for row in done.data]


def test_a_spec_of_gigabytes_is_refused_without_reading_it(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with (root / "specs" / "big.yaml").open("wb") as file:
        file.truncate(1 << 36)

    done = seedjob(root, "validate")

    assert done.code == 3
    assert "the file is larger than 1,048,576 bytes" in done.out


def test_the_faults_of_one_file_are_told_up_to_a_hundred(tmp_path: Path) -> None:
    keys = "".join(f"camera{number}: 1\n" for number in range(130))
    root = project(tmp_path / "p", bad=VALID + keys)

    done = seedjob(root, "validate", "--format", "json")

    assert 101 == len(done.data)
    assert "30 more faults from here on" == done.data[-1]["message"]
    assert (107, 1) == (done.data[-1]["line"], done.data[-1]["column"])


def judged(root: Path, text: str, *words: str) -> tuple[int, str]:
    with start(root, "validate", "-", *words, stdin=subprocess.PIPE) as process:
        out, _ = process.communicate(text, timeout=60)
        return process.returncode, out


def test_a_text_from_an_editor_is_judged_as_the_file_that_it_will_be(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    named = ("--stdin-filename", "specs/owl.yaml")
    picture = VALID.replace("url: https://example.com/", "path: ")
    (root / "specs" / "fox.png").write_bytes(PICTURE.read_bytes())

    assert (0, "") == judged(root, VALID)
    assert (0, "") == judged(root, picture, *named)
    assert judged(root, picture)[1].startswith("stdin.yaml:6:41: error: 'fox.png' is not there")
    assert judged(root, INVALID, *named)[1].startswith("specs/owl.yaml:3:11: error: '3' is not")
    assert judged(root, "a: [", *named)[1].splitlines()[1:] == ["    a: [", "       ^"]


def test_standard_input_stands_alone_and_in_its_project(tmp_path: Path) -> None:
    root = project(tmp_path / "p")

    assert seedjob(root, "validate", "-", "specs").code == 2
    assert seedjob(root, "validate", "specs", "--stdin-filename", "a.yaml").code == 2
    assert judged(root, VALID, "--stdin-filename", "../a.yaml")[0] == 0
