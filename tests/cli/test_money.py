"""Money at the command line: prices shown, budgets kept, over one run and over many."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.cli.gateway import Elsewhere, elsewhere
from tests.cli.program import VALID, Said, creates, project, seedjob

MODEL = "seedance_2_0_x1_official"
PRICES = f"""\
[prices]
currency = "USD"
[prices.{MODEL}]
"480p" = {{ per_second = "0.05" }}
"""
KEY = "sk-0123456789-secret"


@pytest.fixture
def gateway() -> Iterator[Elsewhere]:
    with elsewhere() as running:
        running.tells = {"amount": None}
        yield running


def priced(folder: Path, *names: str, settings: str = PRICES) -> Path:
    """Make a project of jobs of 0.20 each."""
    jobs = {name: VALID.replace("A fox", f"A {name}") for name in names or ("fox", "owl", "elk")}
    root = project(folder, **jobs)
    (root / "seedjob.toml").write_text(settings, "utf-8")
    return root


def live(root: Path, gateway: Elsewhere, *words: str, **env: str) -> Said:
    known = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": KEY}
    bounds = ("--poll-every", "0.1", "--creates-in-flight", "1")
    return seedjob(root, "run", *bounds, *words, env=known | env)


def cost(root: Path, name: str) -> Any:
    return json.loads((root / "specs" / f"{name}.manifest.json").read_text("utf-8"))["cost"]


def test_what_is_to_be_created_is_shown_with_its_price(gateway: Elsewhere, tmp_path: Path) -> None:
    root = priced(tmp_path / "p")
    large = VALID.replace("480p", "720p")
    (root / "specs" / "bear.yaml").write_text(large, "utf-8")

    done = live(root, gateway, "--budget", "0.20", "specs/fox.yaml", "specs/owl.yaml")
    asked = live(root, gateway)

    assert f"create  specs/owl  {MODEL}  4 s 480p 16:9  0.20 USD  new\n" in done.err
    assert "plan: 2 to create, costs 0.40 USD\nbudget: 0.00 of 0.20 USD spent\n" in done.err
    assert f"create  specs/bear  {MODEL}  4 s 720p 16:9            new\n" in asked.err
    assert "plan: 3 to create, 1 done, costs 0.40 USD and 1 without a price\n" in asked.err


def test_a_manifest_keeps_the_estimate_beside_what_the_service_tells(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = priced(tmp_path / "p", "fox")
    gateway.tells = {"amount": "0.25"}

    live(root, gateway, "--yes")

    told = {"estimate": "0.20", "amount": "0.25", "currency": "USD", "charged": True}
    assert told == cost(root, "fox")


def test_a_price_that_changes_makes_nothing_new(gateway: Elsewhere, tmp_path: Path) -> None:
    root = priced(tmp_path / "p", "fox")
    live(root, gateway, "--yes")
    (root / "seedjob.toml").write_text(PRICES.replace("0.05", "0.07"), "utf-8")

    again = live(root, gateway, "--yes")

    assert (0, 1) == (again.code, gateway.creates)
    assert "0.20" == cost(root, "fox")["estimate"]


RUN = '[budget]\nrun = "0.50"\n'
TOTAL = '[budget]\ntotal = "0.50"\n'
ENOUGH = '[budget]\nrun = "9"\n'

BOUND = {
    # name: settings, environment, flags, exit, creates
    "nothing, so it would ask": ("", {}, (), 6, 0),
    "a flag": ("", {}, ("--budget", "0.50"), 6, 2),
    "the environment": ("", {"SEEDJOB_BUDGET": "0.50"}, (), 6, 2),
    "the file": (RUN, {}, (), 6, 2),
    "the total alone, so it would ask": (TOTAL, {}, (), 6, 0),
    "the total": (TOTAL, {}, ("--yes",), 6, 2),
    "the total beside a larger flag": (TOTAL, {}, ("--budget", "1"), 6, 2),
    "a flag before the environment": ("", {"SEEDJOB_BUDGET": "9"}, ("--budget", "0.50"), 6, 2),
    "the environment before the file": (ENOUGH, {"SEEDJOB_BUDGET": "0.50"}, (), 6, 2),
    "a flag of more": (RUN, {}, ("--budget", "0.60"), 0, 3),
    "nothing at all": ("", {}, ("--budget", "0"), 6, 0),
    "a yes beside it": (RUN, {}, ("--yes",), 6, 2),
}


@pytest.mark.parametrize("name", BOUND)
def test_a_run_is_bound_by(name: str, gateway: Elsewhere, tmp_path: Path) -> None:
    settings, env, words, code, created = BOUND[name]
    root = priced(tmp_path / "p", settings=PRICES + settings)

    done = live(root, gateway, *words, **env)

    assert (code, created) == (done.code, gateway.creates), done
    assert created == len(list(root.glob("specs/*.manifest.json")))


def test_on_a_terminal_a_budget_is_shown_and_still_asks(gateway: Elsewhere, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    env = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": KEY, "PATH": os.environ["PATH"]}
    with subprocess.Popen(
        [sys.executable, "-m", "seedjob", "run", "--budget", "0.50"],
        cwd=priced(tmp_path / "p"), env=env, stdin=theirs, stderr=theirs, stdout=theirs,
    ) as process:  # fmt: skip
        os.write(ours, b"n\n")
        process.wait(timeout=60)
    said = os.read(ours, 1 << 16).decode().replace("\r\n", "\n")
    os.close(ours)
    os.close(theirs)

    assert (6, 0) == (process.returncode, gateway.creates)
    assert "plan: 3 to create, costs 0.60 USD\nbudget: 0.00 of 0.50 USD spent\n" in said
    asked = "create 3, costs 0.60 USD, 2 of 3 creates fit? each one is paid for [y/N]: "
    assert asked in said


ANSWERS: dict[str, tuple[Callable[[int, "subprocess.Popen[bytes]"], object], int]] = {
    # what happens at the question, and how the run exits
    "n": (lambda ours, _: os.write(ours, b"n\n"), 6),
    "a line end": (lambda ours, _: os.write(ours, b"\n"), 6),
    "ja, and lines that were pasted after it": (lambda ours, _: os.write(ours, b"ja\nja\ny\n"), 6),
    "Ctrl-D": (lambda ours, _: os.write(ours, b"\x04"), 6),
    "Ctrl-C": (lambda _, process: process.send_signal(signal.SIGINT), 130),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_without_a_yes_at_the_question_nothing_is_spent(
    name: str, gateway: Elsewhere, tmp_path: Path
) -> None:
    answer, code = ANSWERS[name]
    ours, theirs = pty.openpty()
    env = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": KEY, "PATH": os.environ["PATH"]}
    said = b""
    with subprocess.Popen(
        [sys.executable, "-m", "seedjob", "run"],
        cwd=project(tmp_path / "p"), env=env, stdin=theirs, stderr=theirs, stdout=theirs,
    ) as process:  # fmt: skip
        while b"[y/N]: " not in said:
            said += os.read(ours, 1 << 16)
        for _ in range(60):  # what comes before the program reads, its line editor may lose
            answer(ours, process)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=1)
                break
        process.kill()
    os.close(theirs)
    os.close(ours)

    assert (code, 0) == (process.returncode, gateway.creates)


def test_an_answer_that_is_neither_yes_nor_no_is_asked_for_once_more(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    env = {"SEEDJOB_BASE_URL": gateway.base, "SEEDJOB_API_KEY": KEY, "PATH": os.environ["PATH"]}
    said = b""
    with subprocess.Popen(
        [sys.executable, "-m", "seedjob", "run", "--poll-every", "0.1"],
        cwd=project(tmp_path / "p"), env=env, stdin=theirs, stderr=theirs, stdout=theirs,
    ) as process:  # fmt: skip
        for count, answer in enumerate((b"ja\n", b"y\n"), 1):
            while said.count(b"[y/N]: ") < count:
                said += os.read(ours, 1 << 16)
            time.sleep(0.5)  # what comes before the program reads, its line editor may lose
            os.write(ours, answer)
        process.wait(timeout=60)
    os.close(theirs)
    os.close(ours)

    assert (0, 1) == (process.returncode, gateway.creates)
    assert b"\nanswer y or n\r\ncreate 1? each one is paid for [y/N]: " in said


def test_a_job_that_does_not_fit_says_why(gateway: Elsewhere, tmp_path: Path) -> None:
    root = priced(tmp_path / "p")

    done = live(root, gateway, "--budget", "0.50")

    said = "not created: budget: 0.40 of 0.50 USD spent or reserved, 0.20 needed"
    assert f"unsent  specs/owl  {said}\n" in done.out
    assert done.err.endswith("3 jobs: 2 done, 1 unsent\nbudget: 0.40 of 0.50 USD spent\n")


@pytest.mark.parametrize("words", [("--budget", "9"), ("--local", "--budget", "9")])
def test_a_budget_without_a_price_refuses_everything(
    words: tuple[str, ...], gateway: Elsewhere, tmp_path: Path
) -> None:
    root = priced(tmp_path / "p")
    (root / "specs" / "bear.yaml").write_text(VALID.replace("480p", "720p"), "utf-8")

    done = (seedjob(root, "run", *words)) if "--local" in words else live(root, gateway, *words)

    assert (6, 0, 0) == (done.code, gateway.creates, creates(root))
    assert f'[prices.{MODEL}]\n  "720p" = {{ per_second = "…" }}' in done.err
    assert "480p" not in done.err
    assert not list(root.glob("specs/*.manifest.json"))


def test_a_plan_says_line_by_line_which_prices_a_budget_lacks(tmp_path: Path) -> None:
    root = priced(tmp_path / "p", "fox", settings='[budget]\nrun = "9"\n')

    told = seedjob(root, "plan")

    assert 0 == told.code
    assert f'its currency:\n  [prices.{MODEL}]\n  "480p" = {{ per_second = "…" }}\n' in told.err


def test_a_budget_without_a_price_is_no_matter_where_nothing_is_created(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = priced(tmp_path / "p", "fox", settings="")
    live(root, gateway, "--yes")

    assert 0 == live(root, gateway, "--budget", "1").code


@pytest.mark.parametrize("amount", ["nan", "-1", "1e3", "0.1234567", "1,50", "inf", "5 USD"])
def test_a_budget_is_an_amount(amount: str, tmp_path: Path) -> None:
    done = seedjob(priced(tmp_path / "p", "fox"), "run", "--local", f"--budget={amount}")

    assert (2, 0) == (done.code, creates(tmp_path / "p"))
    assert f"'{amount}' is not an amount; write a decimal from 0 on: 10.00" in done.err


def test_a_budget_can_be_tried_for_free(tmp_path: Path) -> None:
    root = priced(tmp_path / "p")
    words = ("run", "--local", "--service-speed", "50", "--creates-in-flight", "1")

    done = seedjob(root, *words, "--budget", "0.50")
    again = seedjob(root, *words, "--budget", "0.10")

    assert (6, 6, 2) == (done.code, again.code, creates(root))
    assert "budget: 0.40 of 0.50 USD spent or reserved, 0.20 needed" in done.out


def test_a_plan_of_previews_shows_no_price(tmp_path: Path) -> None:
    root = priced(tmp_path / "p", "fox", settings=PRICES + RUN)

    told = seedjob(root, "plan", "--local")

    assert f"create  specs/fox  {MODEL}  4 s 480p 16:9  new\nplan: 1 to create\n" == told.out
    assert "" == told.err


def test_settings_bind_no_preview(tmp_path: Path) -> None:
    root = priced(tmp_path / "p", settings=PRICES + '[budget]\nrun = "0"\ntotal = "0"\n')

    done = seedjob(root, "run", "--local", "--service-speed", "50")

    assert (0, 3) == (done.code, creates(root))


def once(root: Path, gateway: Elsewhere, name: str, *words: str) -> Said:
    return live(root, gateway, "--yes", f"specs/{name}.yaml", *words)


def test_the_total_counts_over_runs_by_what_the_service_told(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    """Of 0.69, one costs 0.30 as it turns out and one 0.20 as was thought: nothing else fits."""
    root = priced(tmp_path / "p", settings=PRICES + '[budget]\ntotal = "0.69"\n')
    gateway.tells = {"amount": "0.30"}
    first = once(root, gateway, "fox")
    gateway.tells = {"amount": None}
    second = once(root, gateway, "owl")

    third = once(root, gateway, "elk")

    assert (0, 0, 6, 2) == (first.code, second.code, third.code, gateway.creates)
    assert "budget.total: 0.50 of 0.69 USD spent or reserved, 0.20 needed" in third.out


def test_the_total_keeps_what_is_unknown_until_it_is_settled(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = priced(tmp_path / "p", settings=PRICES + '[budget]\ntotal = "0.30"\n')
    gateway.create_status, gateway.create_reply = 502, {"message": "bad gateway"}
    lost = once(root, gateway, "fox")
    gateway.create_status, gateway.create_reply = 200, None
    bound = once(root, gateway, "owl")
    seedjob(root, "settle", "specs/fox", "--not-created")

    free = once(root, gateway, "owl")

    assert (10, 6, 0) == (lost.code, bound.code, free.code)
    assert "budget.total: 0.20 of 0.30 USD spent or reserved" in bound.out


@pytest.mark.parametrize("reply", [None, (400, {"error": {"message": "no"}})])
def test_the_total_counts_what_was_replaced(
    reply: tuple[int, object] | None, gateway: Elsewhere, tmp_path: Path
) -> None:
    """What was made of a job before it was changed, and what was refused, perhaps at a cost."""
    root = priced(tmp_path / "p", "fox", settings=PRICES + '[budget]\ntotal = "0.50"\n')
    gateway.create_status, gateway.create_reply = reply or (200, None)
    codes = []
    for look in ("A fox", "A red fox", "A grey fox"):
        (root / "specs" / "fox.yaml").write_text(VALID.replace("A fox", look), "utf-8")
        codes.append(once(root, gateway, "fox").code)

    assert ([4 if reply else 0] * 2 + [6], 2) == (codes, gateway.creates)


def test_a_record_from_before_there_were_prices_counts_at_todays(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = priced(tmp_path / "p", settings="")
    once(root, gateway, "fox")
    (root / "seedjob.toml").write_text(PRICES + '[budget]\ntotal = "0.30"\n', "utf-8")

    assert 6 == once(root, gateway, "owl").code


def test_a_record_that_cannot_be_counted_refuses(gateway: Elsewhere, tmp_path: Path) -> None:
    root = priced(tmp_path / "p", settings=PRICES.replace("USD", "EUR"))
    once(root, gateway, "fox")
    (root / "seedjob.toml").write_text(PRICES + '[budget]\ntotal = "9"\n', "utf-8")

    foreign = once(root, gateway, "owl")
    (root / "specs" / "fox.manifest.json").write_text("{", "utf-8")
    torn = once(root, gateway, "owl")

    assert (6, 11, 1) == (foreign.code, torn.code, gateway.creates)
    assert "specs/fox: its cost is in EUR, the prices are in USD" in foreign.err


def test_a_preview_costs_nothing_of_the_total(gateway: Elsewhere, tmp_path: Path) -> None:
    root = priced(tmp_path / "p", settings=PRICES + '[budget]\ntotal = "0.20"\n')
    seedjob(root, "run", "--local", "--service-speed", "50")

    assert 0 == once(root, gateway, "fox").code


def test_a_run_that_goes_on_sees_what_a_task_turned_out_to_cost(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    """One costs 0.40 in truth, as a poll tells: of 0.59 no other fits, though two of 0.20 did."""
    root = priced(tmp_path / "p")
    gateway.tells = {"amount": 0.4}

    done = live(root, gateway, "--budget", "0.59", "--in-flight", "1")

    assert (6, 1) == (done.code, gateway.creates)
    assert done.err.endswith("budget: 0.40 of 0.59 USD spent\n")


def test_what_a_task_turned_out_to_cost_is_seen_though_its_job_moved(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    root = priced(tmp_path / "p", "fox", settings=PRICES + '[budget]\ntotal = "0.60"\n')
    gateway.tells = {"status": "processing", "video_url": None}
    once(root, gateway, "fox", "--deadline", "0.1")
    (root / "specs" / "fox.yaml").rename(root / "specs" / "wolf.yaml")
    (root / "specs" / "new.yaml").write_text(VALID.replace("A fox", "An elk"), "utf-8")
    gateway.tells = {"amount": 0.5}

    done = live(root, gateway, "--yes", "--in-flight", "1")

    assert (6, 1) == (done.code, gateway.creates), done.err
    assert "budget.total: 0.50 of 0.60 USD spent or reserved, 0.20 needed" in done.out


def test_jobs_that_changed_places_count_what_their_own_task_cost(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    """The one that renders costs 0.50 in truth, its fellow 0.20: 0.20 more do not fit into 0.80."""
    root = priced(tmp_path / "p", "fox", "owl", settings=PRICES + '[budget]\ntotal = "0.80"\n')
    once(root, gateway, "owl")
    gateway.tells = {"status": "processing", "video_url": None}
    once(root, gateway, "fox", "--deadline", "0.1")
    fox, owl = (root / "specs" / f"{name}.yaml" for name in ("fox", "owl"))
    texts = fox.read_text("utf-8"), owl.read_text("utf-8")
    owl.write_text(texts[0], "utf-8")
    fox.write_text(texts[1], "utf-8")
    (root / "specs" / "new.yaml").write_text(VALID.replace("A fox", "An elk"), "utf-8")
    gateway.tells = {"amount": 0.5}

    done = live(root, gateway, "--yes", "--in-flight", "1")

    assert (6, 2) == (done.code, gateway.creates), done.err
    assert " of 0.80 USD spent or reserved, 0.20 needed" in done.out


def test_what_gave_way_to_another_counts_what_its_own_task_cost(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    """The owl renders for 0.50 in truth where the fox was: 0.20 more do not fit into 0.80."""
    root = priced(tmp_path / "p", "fox", "owl", settings=PRICES + '[budget]\ntotal = "0.80"\n')
    once(root, gateway, "fox")
    gateway.tells = {"status": "processing", "video_url": None}
    once(root, gateway, "owl", "--deadline", "0.1")
    (root / "specs" / "fox.yaml").replace(root / "specs" / "owl.yaml")
    (root / "specs" / "new.yaml").write_text(VALID.replace("A fox", "An elk"), "utf-8")
    gateway.tells = {"amount": 0.5}

    done = live(root, gateway, "--yes", "--in-flight", "1")

    assert (6, 2) == (done.code, gateway.creates), done.err
    assert "0.70 of 0.80 USD spent or reserved, 0.20 needed" in done.out


def test_what_is_fetched_once_more_takes_nothing_from_what_came_after_it(
    gateway: Elsewhere, tmp_path: Path
) -> None:
    """The fox costs 0.10, the owl after it 0.60: with the fox back, 0.20 more do not fit."""
    root = priced(tmp_path / "p", "fox", settings=PRICES + '[budget]\ntotal = "0.80"\n')
    spec = root / "specs" / "fox.yaml"
    text = spec.read_text("utf-8")
    gateway.tells = {"amount": 0.1, "video_url": f"{gateway.media}/own/fox.mp4"}
    once(root, gateway, "fox")
    spec.write_text(text.replace("A fox", "An owl"), "utf-8")
    gateway.tells = {"amount": 0.6, "video_url": f"{gateway.media}/own/owl.mp4"}
    once(root, gateway, "fox")
    spec.write_text(text, "utf-8")
    (root / "specs" / "new.yaml").write_text(VALID.replace("A fox", "An elk"), "utf-8")
    gateway.tells = {"amount": 0.1, "video_url": f"{gateway.media}/own/fox.mp4"}

    done = live(root, gateway, "--yes", "--in-flight", "1")

    assert (6, 2) == (done.code, gateway.creates), done.err
    assert "0.70 of 0.80 USD spent or reserved, 0.20 needed" in done.out


def test_a_record_that_stands_in_two_places_counts_once(gateway: Elsewhere, tmp_path: Path) -> None:
    root = priced(tmp_path / "p", "fox", settings=PRICES + '[budget]\ntotal = "0.40"\n')
    once(root, gateway, "fox")
    path = root / "specs" / "fox.manifest.json"
    path.with_name("ant.manifest.json").write_bytes(path.read_bytes())
    path.with_name("yak.manifest.json").write_bytes(path.read_bytes())
    (root / "specs" / "owl.yaml").write_text(VALID.replace("A fox", "An owl"), "utf-8")

    done = once(root, gateway, "owl")

    assert (0, 2) == (done.code, gateway.creates), done.err


@pytest.mark.parametrize("seconds", [-1000, 0, 10**200, True])
def test_seconds_of_no_video_cost_no_less_than_the_dearest(
    seconds: int, gateway: Elsewhere, tmp_path: Path
) -> None:
    root = priced(tmp_path / "p", "fox", settings="")
    once(root, gateway, "fox")
    path = root / "specs" / "fox.manifest.json"
    told = json.loads(path.read_text("utf-8"))
    told["request"]["duration"] = seconds
    told["task"]["id"] = "of its own"
    path.with_name("odd.manifest.json").write_text(json.dumps(told), "utf-8")
    bound = PRICES + '[budget]\ntotal = "1.09"\n'  # 0.20 of fox, 0.75 of the odd one
    (root / "seedjob.toml").write_text(bound, "utf-8")
    (root / "specs" / "owl.yaml").write_text(VALID.replace("A fox", "An owl"), "utf-8")

    done = once(root, gateway, "owl")

    assert (6, 1) == (done.code, gateway.creates), done.err
    assert "budget.total: 0.95 of 1.09 USD spent" in done.err
