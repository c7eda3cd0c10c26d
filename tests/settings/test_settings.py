"""Settings are judged as specs are: every fault at its place, with what to write instead.

A case is two files, `faults/NAME.toml` and `faults/NAME.txt`, whose missing texts are written by
`python -m tests.settings.test_settings`, to be read before they are kept.
"""

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from seedjob.diagnostic import Route
from seedjob.report.text import render
from seedjob.report.verdict import Verdict
from seedjob.settings.judge import judge
from seedjob.settings.settings import Settings
from seedjob.settings.stretches import find_stretches

HERE = Path(__file__).parent
BAD = sorted((HERE / "faults").glob("*.toml"))
SCHEMA = HERE.parents[1] / "schemas" / "settings.schema.json"


def said(path: Path) -> str:
    judged = judge(path.name, path.read_bytes())
    return render(Verdict((path.name,), judged.diagnostics, {path.name: judged.text}))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_settings_are_told_what_is_wrong_and_where(path: Path) -> None:
    assert path.with_suffix(".txt").read_text("utf-8") == said(path)
    warns = "error:" not in said(path)
    assert warns == (judge(path.name, path.read_bytes()).settings is not None)


FULL = """\
# where the service stands
[service]
base_url = "https://gateway.example.com/v1"

[run]
in_flight = 4
creates_in_flight = 1
poll_every = 45.5
deadline = 600
max_unknown = 3

[validate]
strict = true
allow = ["fast-1080p", 'url-credentials']

[prices]
currency = "USD"

[prices.seedance_2_0_x1_official]
"480p" = { per_second = "0.05" }
"1080p" = { per_task = 2 }

[budget]
run = "10.00"
total = 100
"""


def test_settings_are_read() -> None:
    settings = judge("seedjob.toml", FULL.encode()).settings

    assert settings is not None
    assert settings.service.base_url == "https://gateway.example.com/v1"
    assert (4, 1, 45.5, 600.0, 3) == tuple(dict(settings.run).values())
    assert settings.validate_.allow == ("fast-1080p", "url-credentials")
    assert settings.prices is not None
    prices = settings.prices.models["seedance_2_0_x1_official"]
    assert ("USD", Decimal("0.05")) == (settings.prices.currency, prices["480p"].per_second)
    assert Decimal(2) == prices["1080p"].per_task
    assert (Decimal("10.00"), Decimal(100)) == (settings.budget.run, settings.budget.total)


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing\n", "[run]\n", "service = {}\n"])
def test_what_is_left_out_has_its_default(text: str) -> None:
    assert Settings() == judge("seedjob.toml", text.encode()).settings


ODDITIES = (
    FULL,
    'a = 1\nb.c = "x" # "y"\n"d e".\'f\' = [1, [2, 3], {g = 4, h.i = 5}]\n',
    "[a]\nb = 1979-05-27 07:32:00\nc = 07:32:00\n[a.d]\ne = 1.5e3\n",
    '[[a]]\nb = """\nx ""y""\n"""\n[[a]]\nb = \'\'\'\n\'x\'\'\n\'\'\'\n',
    'a = [ # one\n  "b", # two\n  "c",\n]\n\nd = { e = "[f]", g = [] }\n',
    'a = \'#\'\r\nb = "\\"#\\""\r\n',
    '"" = 1\n"a.b" = 2\n',
)


def scalars(data: Any, route: Route = ()) -> list[tuple[Route, Any]]:
    if isinstance(data, dict):
        return [one for key, value in data.items() for one in scalars(value, (*route, key))]
    if isinstance(data, list):
        return [one for at, value in enumerate(data) for one in scalars(value, (*route, at))]
    return [(route, data)]


@pytest.mark.parametrize("text", ODDITIES)
def test_where_a_value_stands_it_stands_alone(text: str) -> None:
    found = find_stretches(text)

    for route, value in scalars(tomllib.loads(text.replace("\r\n", "\n"))):
        start, end = found[route][1]
        assert value == tomllib.loads(f"value = {text[start:end]}")["value"]


def test_the_schema_is_one_and_takes_what_is_taken() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))

    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(tomllib.loads(FULL))


MODEL = "[prices.seedance_2_0_x1_official]"
MONEY = (
    *(f"[budget]\nrun = {amount}\n" for amount in (
        '"0"', '"10"', '"10."', '".5"', '"0.000001"', '"0.0000001"', '"999999999"', '"1000000000"',
        "0", "7", "-1", "999999999", "1000000000", "0.5", "inf", "nan", "true", "[]", "{}",
        '""', '"1\\n"', '" 1"', '"1e3"', '"+1"', '"1_0"', '"\\u0661"', "1979-05-27",
    )),
    *(f"[prices]\ncurrency = {currency}\n" for currency in (
        '"USD"', '"usd"', '"US"', '"USDT"', '"USD\\n"', '"\\u00c4BC"', "1", "true",
    )),
    *(f'prices.currency = "USD"\n{MODEL}\n"480p" = {price}\n' for price in (
        "{}", '{ per_task = "1" }', '{ per_task = "1", per_second = "1" }', '"1"', "[]",
        '{ per_second = "1", per_month = "1" }', "{ per_second = {} }",
    )),
    f'{MODEL}\n"480p" = {{ per_task = "1" }}\n', f'prices.currency = "USD"\n{MODEL}\n',
    'prices = "USD"\n', "prices = {}\n", 'prices.currency = "USD"\nprices.models = {}\n',
    "budget = 5\n", "budget = {}\n", '[budget]\nrun = "1"\nrun_total = "1"\n',
)  # fmt: skip


@pytest.mark.parametrize("text", MONEY, ids=lambda text: text.replace("\n", " "))
def test_the_quick_judge_of_money_and_the_published_schema_agree(text: str) -> None:
    """But for 5.0, which other validators take for a whole number."""
    schema = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))

    taken = judge("seedjob.toml", text.encode()).settings is not None
    assert taken == schema.is_valid(tomllib.loads(text))


if __name__ == "__main__":
    for case in BAD:
        if not case.with_suffix(".txt").exists():
            case.with_suffix(".txt").write_text(said(case), "utf-8")
