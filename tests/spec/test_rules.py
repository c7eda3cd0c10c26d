"""Each rule of the table is broken by its smallest breach, by no other, and in every language."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from seedjob.models.content import MEDIA, ROLES, Item
from seedjob.models.seedance_x1 import MODELS, RULES, UNSUPPORTED
from seedjob.spec.content import judge
from seedjob.spec.job import accept
from seedjob.spec.schema import job_schema
from seedjob.spec.shape import explain as explain_shape
from seedjob.spec.validate import explain

PUBLISHED = Draft202012Validator(job_schema())


def spec(items: tuple[Item, ...]) -> dict[str, Any]:
    """Make a spec of items that are sound but for what stands between them."""
    return {"model": MODELS[0], "content": [_item(*item) for item in items]}


def _item(kind: str, role: str | None) -> dict[str, Any]:
    body = {"url": "https://example.com/a"} if kind in MEDIA else "A fox"
    return {"type": kind, kind: body} | ({} if role is None else {"role": role})


@pytest.mark.parametrize("rule", RULES)
def test_the_smallest_breach_breaks_that_rule_alone(rule: str) -> None:
    items = spec(RULES[rule].smallest())["content"]

    assert {rule} == {finding.rule for finding in judge(items)}


@pytest.mark.parametrize("rule", RULES)
def test_the_smallest_breach_is_refused_by_the_rules_own_clause(rule: str) -> None:
    clause = Draft202012Validator(dict(RULES[rule].clause()))

    assert not clause.is_valid(spec(RULES[rule].smallest())["content"])


@pytest.mark.parametrize("field", UNSUPPORTED)
def test_an_unsupported_field_is_refused_by_name(field: str) -> None:
    sound = spec((("text", None), ("image_url", None)))

    assert [("unsupported-field", (field,))] == [
        (finding.rule, finding.route) for finding in explain(sound | {field: 1})
    ]


ITEMS = some.sampled_from([(kind, role) for kind in ROLES for role in (None, *ROLES[kind])])


@given(some.lists(ITEMS, max_size=6).map(tuple))
@settings(max_examples=400, deadline=None)
def test_the_rules_and_their_clauses_give_one_verdict_on_any_items(items: tuple[Item, ...]) -> None:
    document = spec(items)

    assert (judge(document["content"]) == ()) == PUBLISHED.is_valid(document)


SCALARS: some.SearchStrategy[Any] = some.sampled_from(
    [
        *(None, True, False, 0, 1, 4, 5, 15, 16, "", " ", "x", "16:9", "720p", "first_frame"),
        *("a.png", "https://example.com/a", "asset-1", "text", "image_url", "reference_audio"),
        *([], {}, [{}]),
    ]
)
KEYS = some.sampled_from(
    ["model", "resolution", "ratio", "duration", "content", "name", "tags", "version", "seed", "x"]
)
ITEM_KEYS = some.sampled_from(
    ["type", "role", "text", "text_file", "image_url", "video_url", "audio_url", "url"]
)


@some.composite
def mutated(draw: some.DrawFn) -> dict[str, Any]:
    """Draw a sound spec with a few values, keys and items put in, out or in the wrong place."""
    document = spec(tuple(draw(some.lists(ITEMS, min_size=1, max_size=4))))
    for _ in range(draw(some.integers(0, 3))):
        holder, key = draw(some.sampled_from(_holders(document)))
        key = draw(key)
        if draw(some.booleans()):
            holder[key] = deepcopy(draw(SCALARS))
        else:
            holder.pop(key, None)
    return document


def _content(document: dict[str, Any]) -> list[Any]:
    content = document.get("content")
    return content if isinstance(content, list) else []


def _holders(document: dict[str, Any]) -> list[tuple[dict[str, Any], Any]]:
    items = [item for item in _content(document) if isinstance(item, dict)]
    sources = [v for item in items for v in item.values() if isinstance(v, dict)]
    source_keys = some.sampled_from(["url", "path", "id"])
    return [
        (document, KEYS),
        *((item, ITEM_KEYS) for item in items),
        *((source, source_keys) for source in sources),
    ]


@given(mutated())
@settings(max_examples=600, deadline=None)
def test_the_quick_judge_and_the_thorough_one_agree(document: dict[str, Any]) -> None:
    job = accept(document)

    assert (job is not None) == PUBLISHED.is_valid(document)
    if job is None:
        assert explain(document)
    else:
        assert (explain_shape(document), judge(document["content"])) == ((), ())
