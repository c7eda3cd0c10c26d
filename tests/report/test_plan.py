"""A plan as people, programs and pull requests read it."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from seedjob.money import Money
from seedjob.plan.action import Action
from seedjob.plan.changes import Change
from seedjob.plan.step import Besides, Step
from seedjob.report import plan, plan_json, plan_markdown, plan_narrow
from seedjob.report.visible import cells

ASKED = {"model": "m", "resolution": "720p", "ratio": "16:9", "duration": 5}
NEW = Step(
    "specs/fox", "specs/fox.yaml", Action("create", ("new",)), ASKED, Money(Decimal("0.60"), "USD")
)
EDITED = Step(
    "specs/dusk",
    "specs/dusk.yaml",
    Action("create", ("prompt changed",), (Change("prompt", "A fox\nat dawn", "A fox\nat dusk"),)),
    ASKED,
)
DONE = Step("specs/old", "specs/old.yaml", Action("skip", ("done",)), ASKED)
HELD = Step("specs/left", None, Action("hold", ("unknown since \x1b[31m",)), ASKED, unknown=True)


def test_people_see_what_is_to_be_done_and_why() -> None:
    assert plan.render([NEW, EDITED, DONE, HELD]).splitlines() == [
        "create  specs/fox   m  5 s 720p 16:9  0.60 USD  new",
        "create  specs/dusk  m  5 s 720p 16:9            prompt changed",
        "          - at dawn",
        "          + at dusk",
        "hold    specs/left  m  5 s 720p 16:9            unknown since \\x1b[31m",
        "plan: 2 to create, 1 waiting for a person, 1 done, costs 0.60 USD and 1 without a price",
    ]


def test_a_plan_of_nothing_says_so() -> None:
    assert plan.render([DONE]) == "plan: 1 done\n"
    assert plan.render([]) == "plan: nothing to do\n"


def test_programs_get_every_job_and_the_sum() -> None:
    told = json.loads(plan_json.render([NEW, EDITED, DONE, HELD]))

    assert ["create", "create", "skip", "hold"] == [job["action"] for job in told["jobs"]]
    assert ["0.60", None, None, None] == [job["price"] for job in told["jobs"]]
    assert {"create": 2, "resume": 0, "fetch": 0, "hold": 1, "skip": 1, "price": "0.60",
            "currency": "USD", "unpriced": 1, "unreadable": 0,
            "fit": None} == told["summary"]  # fmt: skip


def test_a_plan_that_lacks_jobs_says_so() -> None:
    torn = Besides(unreadable=2)
    said = "plan: 2 with a record that cannot be read\n"

    assert said == plan.render([], torn) == plan_narrow.render([], 80, torn)
    assert f"### seedjob {said}" in plan_markdown.render([], torn)
    assert 2 == json.loads(plan_json.render([], torn))["summary"]["unreadable"]


def test_who_reviews_a_plan_sees_what_its_budgets_let_through() -> None:
    bound = Besides(0, ("budget: 0.00 of 0.50 USD spent", "1 of 2 creates fit"), 1)

    head = plan_markdown.render([NEW, EDITED], bound).splitlines()[:6]

    said = ["budget&#58; 0.00 of 0.50 USD spent", "", "1 of 2 creates fit", ""]
    assert said == head[2:]
    assert 1 == json.loads(plan_json.render([NEW, EDITED], bound))["summary"]["fit"]


LONG = "A fox crosses fresh snow at dawn, slow dolly in, the light low, the breath visible"


def step(job: str, model: str, why: str, after: str = "", *, dear: bool = False) -> Step:
    change = (Change("prompt", LONG, after),) if after else ()
    asked = ASKED | {"model": model}
    money = Money(Decimal("0.60"), "USD") if dear else None
    return Step(job, "a.yaml", Action("create", (why,), change), asked, money)


def test_on_a_terminal_the_one_model_is_said_once_and_names_are_cut_at_their_front() -> None:
    name = "specs/launch.teaser.16x9-watercolor-with-more-behind-it"
    steps = [
        step(name, "seedance_2_0_x1_official", "new", dear=True),
        step("specs/fox", "seedance_2_0_x1_official", "prompt changed", f"{LONG}, red"),
    ]

    assert plan_narrow.render(steps, 70).splitlines() == [
        "all with seedance_2_0_x1_official",
        "create  ...ith-more-behind-it  5 s 720p 16:9  0.60 USD  new",
        "create  specs/fox              5 s 720p 16:9            prompt changed",
        "          - ..., the breath visible",
        "          + ..., the breath visible, red",
        "plan: 2 to create, costs 0.60 USD and 1 without a price",
    ]


def test_on_a_terminal_a_long_reason_and_one_model_of_several_stand_below() -> None:
    why = "lost before: HTTP 404: no such task; made anew"
    steps = [
        step("specs/fox", "seedance_2_0_x1_official", "new"),
        step("specs/owl", "seedance_fast_2_0_x1_discount", why),
    ]

    assert plan_narrow.render(steps, 50).splitlines() == [
        "create  specs/fox  5 s 720p 16:9  new",
        "          seedance_2_0_x1_official",
        "create  specs/owl  5 s 720p 16:9",
        "          seedance_fast_2_0_x1_discount",
        "          lost before: HTTP 404: no such task;",
        "          made anew",
        "plan: 2 to create",
    ]


WORDS = some.text(some.characters(codec="utf-8"), max_size=200)
STEPS = some.lists(
    some.builds(step, WORDS, some.sampled_from(["m", "seedance_fast_2_0_x1_discount"]), WORDS,
                WORDS, dear=some.booleans()), max_size=5,
)  # fmt: skip


@given(STEPS, some.integers(60, 200))
@settings(deadline=None)
def test_no_line_is_wider_than_the_terminal_and_what_fits_is_as_anywhere(
    steps: list[Step], width: int
) -> None:
    shown = plan_narrow.render(steps, width)

    assert all(cells(line) <= width for line in shown.split("\n"))
    whole = plan.render(steps)
    if all(cells(line) <= width for line in whole.split("\n")):
        assert whole == shown
    assert shown.endswith("\n")
    assert all(one.action.kind in shown for one in steps)


MARKUP = (
    "<img src=x onerror=1>", "[a](https://e)", "https://evil.example", "www.evil.example", "@all",
    "#1", "a|b", "`code`", "**b**", "_b_", "__b__", "~s~", "&amp;", ":smile:", "\\", "![x](y)",
)  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_no_text_of_a_spec_is_markup_in_a_pull_request(text: str) -> None:
    shown = plan_markdown.literal(text)

    assert not set("<>[]@#|`*~\\!") & set(shown.replace("&#", ""))
    assert "://" not in shown
    assert "www." not in shown
    assert not shown.startswith("_")


def test_a_ratio_and_a_name_stay_legible() -> None:
    text = "specs/fox_a 5 s 16:9; duration 5, 8"

    assert text == plan_markdown.literal(text)


def test_a_diff_cannot_leave_its_fence() -> None:
    change = Change("prompt", "a", "```\n<b>\n`````")
    step = Step("j", "j.yaml", Action("create", ("prompt changed",), (change,)), ASKED)

    shown = plan_markdown.render([step])

    assert "\n``````diff\n" in shown
    assert shown.count("``````") == 2


def many(count: int, name: str, lines: int) -> list[Step]:
    change = Change("prompt", "a", "\n".join("<" * 300 for _ in range(lines)))
    action = Action("create", ("prompt changed " + "<" * 250,), (change,) if lines else ())
    money = Money(Decimal(1), "USD")
    return [Step(f"specs/{name}.{n}", "a.yaml", action, ASKED, money) for n in range(count)]


LARGE = {
    "few jobs": (many(3, "a", 0), 3, 0),
    "many short jobs": ([NEW] * 1000, 200, 0),
    "many long jobs": (many(1000, "<" * 250, 0), 25, 0),
    "long diffs": (many(20, "a", 39), 20, 1),
    "long jobs and diffs": (many(1000, "<" * 250, 40), 25, 0),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_comment_holds_at_most_what_github_takes_and_says_what_is_left_out(name: str) -> None:
    steps, rows, diffs = LARGE[name]
    shown = plan_markdown.render(steps)
    lines = shown.splitlines()

    assert len(shown) <= plan_markdown.LIMIT
    assert f"### seedjob plan: {len(steps)} to create, costs " in lines[0]
    assert rows == sum(line.startswith("| create |") and line.endswith(" |") for line in lines)
    assert shown.count("<details>") == shown.count("</details>") >= diffs
    left = len(steps) - rows
    assert (f"… and {left} more: `seedjob plan` shows all" in lines) == bool(left)
    changed = sum(bool(step.action.changes) for step in steps[:rows]) - shown.count("<details>")
    several = f"{changed} changed prompts are not shown here: `seedjob plan` shows all"
    assert (several in lines) == bool(changed)
