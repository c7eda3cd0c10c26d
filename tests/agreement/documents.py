"""A number to a document: a sound spec of some shape, most of them with a fault or two put in."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from random import Random
from typing import Any, Final

from seedjob.models.content import MEDIA, ROLES, TYPE_OF
from seedjob.models.seedance_x1 import MODELS, RATIOS, RESOLUTIONS, SECONDS, UNSUPPORTED
from tests.agreement.values import ANYTHING, FILES, KEYS, NEAR, SOUND

Document = Any
Fault = Callable[[Random, dict[str, Any]], None]


def document(number: int) -> Document:
    """Make the document of this number, always the same."""
    chance = Random(number)  # noqa: S311 - for choice, not for secrets
    made: Document = sound(chance)
    for _ in range(chance.choice((0, 1, 1, 1, 1, 2, 2, 3))):
        chance.choice(FAULTS)(chance, made)
    return chance.choice(ANYTHING) if chance.random() < 0.005 else made


def sound(chance: Random) -> dict[str, Any]:
    """Make a spec that nobody refuses."""
    made: dict[str, Any] = {"model": chance.choice(MODELS)}
    fields = {
        "resolution": chance.choice(RESOLUTIONS),
        "ratio": chance.choice(RATIOS),
        "duration": chance.randint(*SECONDS),
        **{key: deepcopy(chance.choice(values)) for key, values in SOUND.items() if key in LABELS},
    }
    made |= {key: value for key, value in fields.items() if chance.random() < 0.4}
    made["content"] = [item(chance, part) for part in parts(chance)]
    if chance.random() < 0.3:
        _without_role(made["content"])
    return dict(chance.sample(list(made.items()), len(made)))


def _without_role(content: list[dict[str, Any]]) -> None:
    """Leave out the role of a single image that is the first frame anyhow."""
    images = [one for one in content if one["type"] == "image_url"]
    if len(images) == 1 and images[0]["role"] == "first_frame":
        del images[0]["role"]


LABELS: Final = ("$schema", "version", "name", "description", "tags")


def parts(chance: Random) -> list[str]:
    """Choose the parts of a sound content, in any order."""
    many = chance.randint
    company = chance.choice((["reference_image"] * many(1, 9), ["reference_video"] * many(1, 3)))
    media = chance.choice(
        (
            ["first_frame"],
            ["first_frame", "last_frame"],
            company,
            [*company, *["reference_audio"] * many(1, 3)],
            ["reference_image"] * many(1, 3) + ["reference_video"] * many(1, 3),
        )
    )
    return chance.sample(["text", *media], len(media) + 1)


def item(chance: Random, part: str) -> dict[str, Any]:
    """Make a sound item that plays `part`; a role that may be left out sometimes is."""
    kind = TYPE_OF[part]
    if kind == "text":
        key = chance.choice(("text", "text", "text_file"))
        return {"type": "text", key: chance.choice(SOUND[key])}
    key = chance.choice(("url", "path"))
    made = {"type": kind, "role": part, kind: {key: chance.choice(SOUND[key])}}
    if ROLES[kind] == (part,) and chance.random() < 0.3:
        del made["role"]
    return dict(chance.sample(list(made.items()), len(made)))


def items(made: Mapping[str, Any]) -> list[Any]:
    """Give the list of a document's items, empty where there is none."""
    content = made.get("content")
    return content if isinstance(content, list) else []


def holder(chance: Random, made: dict[str, Any]) -> dict[str, Any]:
    """Choose a mapping with something in it: the document, one of its items, one of their sources.

    Each level is chosen as often as the others, however many mappings stand on it; where there are
    none, the mapping is of no document, and the fault put into it harms nobody.
    """
    held = [one for one in items(made) if isinstance(one, dict)]
    sources = [value for one in held for value in one.values() if isinstance(value, dict)]
    level = chance.choice(([made], held, sources))
    return chance.choice([one for one in level if one] or [made | {"x": 1}])


def wrong_value(chance: Random, made: dict[str, Any]) -> None:
    """Put what is nearly right, or anything, in the place of a value."""
    held = holder(chance, made)
    key = chance.choice(list(held))
    held[key] = deepcopy(chance.choice(NEAR.get(key, ANYTHING)))


def wrong_field(chance: Random, made: dict[str, Any]) -> None:
    """Put what is nearly right into a field of the job, whether or not it is there."""
    key = chance.choice((*LABELS, "model", "resolution", "ratio", "duration", "content"))
    made[key] = deepcopy(chance.choice(NEAR[key]))


def anything(chance: Random, made: dict[str, Any]) -> None:
    """Put anything in the place of a value."""
    held = holder(chance, made)
    held[chance.choice(list(held))] = deepcopy(chance.choice(ANYTHING))


def missing_key(chance: Random, made: dict[str, Any]) -> None:
    """Take a key out."""
    held = holder(chance, made)
    del held[chance.choice(list(held))]


def stray_key(chance: Random, made: dict[str, Any]) -> None:
    """Put a key in that belongs elsewhere or nowhere, with a value that may be right there."""
    key = chance.choice((*KEYS, *UNSUPPORTED))
    holder(chance, made)[key] = deepcopy(
        chance.choice((*NEAR.get(key, ()), *SOUND.get(key, ANYTHING)))
    )


def misspelt_key(chance: Random, made: dict[str, Any]) -> None:
    """Write a key otherwise."""
    held = holder(chance, made)
    key = chance.choice(list(held))
    spellings = (key.upper(), key[:-1], f"{key}s", f"{key} ", key.replace("_", "-"))
    held[chance.choice(spellings)] = held.pop(key)


def other_role(chance: Random, made: dict[str, Any]) -> None:
    """Give an item another role: of its type, of another, or none."""
    held = [each for each in items(made) if isinstance(each, dict)]
    if held:
        one = chance.choice(held)
        kind = one.get("type")
        own = ROLES.get(kind, ()) if isinstance(kind, str) else ()
        role = chance.choice((*own, *own, *TYPE_OF, None))
        one.pop("role", None)
        one |= {} if role is None else {"role": role}


def other_type(chance: Random, made: dict[str, Any]) -> None:
    """Give an item another type, and perhaps the key that goes with it."""
    held = [each for each in items(made) if isinstance(each, dict)]
    if held:
        one, kind = chance.choice(held), chance.choice(tuple(ROLES))
        old = next((key for key in ROLES if key in one), None)
        if old and chance.random() < 0.5:
            one[kind] = one.pop(old)
        one["type"] = kind


def another_item(chance: Random, made: dict[str, Any]) -> None:
    """Put an item in, of any kind: that is what breaks the rules between items."""
    listed = items(made)
    listed.insert(chance.randint(0, len(listed)), item(chance, chance.choice(tuple(TYPE_OF))))


def item_twice(chance: Random, made: dict[str, Any]) -> None:
    """Put an item in that is there already."""
    listed = items(made)
    if listed:
        listed.append(deepcopy(chance.choice(listed)))


def item_less(chance: Random, made: dict[str, Any]) -> None:
    """Take an item out."""
    listed = items(made)
    if listed:
        listed.pop(chance.randrange(len(listed)))


def odd_item(chance: Random, made: dict[str, Any]) -> None:
    """Put what is no item among the items."""
    items(made).append(deepcopy(chance.choice(ANYTHING)))


def two_sources(chance: Random, made: dict[str, Any]) -> None:
    """Give an item a second source, another one, or the bare text of one."""
    held = [one for one in items(made) if isinstance(one, dict) and one.get("type") in MEDIA]
    if held:
        one = chance.choice(held)
        url, path = chance.choice(SOUND["url"]), chance.choice(SOUND["path"])
        sources: Sequence[Any] = ({"url": url, "path": path}, {}, {"path": path}, url, [url])
        one[one["type"]] = chance.choice(sources)


def no_file(chance: Random, made: dict[str, Any]) -> None:
    """Name a file that only somebody who looks at the disk finds fault with."""
    held = holder(chance, made)
    for key in held.keys() & {"path", "text_file"}:
        held[key] = chance.choice(FILES)


def lone_sound(chance: Random, made: dict[str, Any]) -> None:
    """Leave nothing to see beside a sound, which only the rules between items refuse."""
    made["content"] = [item(chance, part) for part in chance.sample(("text", "reference_audio"), 2)]


FAULTS: Final[Sequence[Fault]] = (
    *(
        wrong_value,
        wrong_value,
        wrong_value,
        wrong_field,
        wrong_field,
        anything,
        missing_key,
        stray_key,
        misspelt_key,
    ),
    *(other_role, other_role, other_type, another_item, another_item, item_twice, item_less),
    *(odd_item, two_sources, no_file, lone_sound),
)
