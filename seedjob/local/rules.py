"""The body of a create to an order or to the first reason why it is refused.

Written from the service's own page and not from `spec/`: the two readings can contradict.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from seedjob.local.order import Kind, Medium, Order, Role
from seedjob.local.urls import complaint

MODELS = (
    "seedance_2_0_x1_official",
    "seedance_2_0_x1_discount",
    "seedance_fast_2_0_x1_official",
    "seedance_fast_2_0_x1_discount",
)
RESOLUTIONS = ("480p", "720p", "1080p")
RATIOS = ("21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
SHORTEST, LONGEST = 4, 15
FIELDS = ("model", "resolution", "ratio", "duration", "content")
UNSUPPORTED = (
    *("callback_url", "priority", "safety_identifier", "service_tier", "execution_expires_after"),
    *("tools", "generate_audio", "return_last_frame", "seed", "watermark"),
)
DEFAULTS = {"resolution": "720p", "ratio": "16:9", "duration": 5}
CHOICES = {"model": MODELS, "resolution": RESOLUTIONS, "ratio": RATIOS}
ROLES: Mapping[Kind, tuple[Role, ...]] = {
    "image": ("first_frame", "last_frame", "reference_image"),
    "video": ("reference_video",),
    "audio": ("reference_audio",),
}
KINDS: Mapping[str, Kind] = {f"{kind}_url": kind for kind in get_args(Kind)}
FRAMES: tuple[Role, ...] = ("first_frame", "last_frame")
REFERENCES: tuple[Role, ...] = ("reference_image", "reference_video", "reference_audio")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a create is refused: a code for programs, a message for people."""

    code: str
    message: str


def judge(body: object) -> Order | Refusal:
    """Accept the body of a create, or say the first thing that is wrong with it."""
    refusal = next(_refusals(body), None)
    return refusal or _order(body)


def _refusals(body: Any) -> Iterator[Refusal]:
    """Go on only as long as nothing was wrong: what follows may trust what came before."""
    if not isinstance(body, dict):
        yield Refusal("InvalidParameter", "the body must be a JSON object")
    yield from _field_refusals(body)
    for index, item in enumerate(body["content"]):
        yield from _item_refusals(item, f"content[{index}]")
    yield from _text_refusals(body["content"])
    yield from _role_refusals(_media(body["content"]))


def _field_refusals(body: dict[str, Any]) -> Iterator[Refusal]:
    for name in body:
        if name in UNSUPPORTED:
            yield Refusal("UnsupportedParameter", f"{name!r} is not supported")
        elif name not in FIELDS:
            yield Refusal("InvalidParameter", f"{name!r} is not a field of this API")
    for name in ("model", "content"):
        if name not in body:
            yield Refusal("MissingParameter", f"{name!r} is required")
    for name, choices in CHOICES.items():
        if name in body and body[name] not in choices:
            yield Refusal("InvalidParameter", f"{name!r} must be one of {', '.join(choices)}")
    yield from _duration_refusals(body.get("duration", DEFAULTS["duration"]))
    if not isinstance(body["content"], list) or not body["content"]:
        yield Refusal("InvalidParameter", "'content' must be a list with at least one item")


def _duration_refusals(duration: object) -> Iterator[Refusal]:
    # A bool is an int to Python, 5.0 is an integer to JSON Schema: neither is one here.
    if type(duration) is not int or not SHORTEST <= duration <= LONGEST:
        yield Refusal(
            "InvalidParameter", f"'duration' must be an integer from {SHORTEST} to {LONGEST}"
        )


def _item_refusals(item: Any, where: str) -> Iterator[Refusal]:
    if not isinstance(item, dict):
        yield Refusal("InvalidParameter", f"{where} must be an object")
    kind = item.get("type")
    if kind == "text":
        yield from _unknown_refusals(item, ("type", "text"), where)
        if not isinstance(item.get("text"), str) or not item["text"].strip():
            yield Refusal("InvalidParameter", f"{where}.text must be a text that is not blank")
    elif isinstance(kind, str) and kind in KINDS:
        yield from _medium_refusals(item, kind, where)
    else:
        yield Refusal("InvalidParameter", f"{where}.type must be one of text, {', '.join(KINDS)}")


def _medium_refusals(item: dict[str, Any], kind: str, where: str) -> Iterator[Refusal]:
    yield from _unknown_refusals(item, ("type", "role", kind), where)
    roles = ROLES[KINDS[kind]]
    if "role" in item and item["role"] not in roles:
        yield Refusal("InvalidParameter", f"{where}.role must be one of {', '.join(roles)}")
    holder = item.get(kind)
    if not isinstance(holder, dict):
        yield Refusal("MissingParameter", f"{where}.{kind} must be an object with a 'url'")
    yield from _unknown_refusals(item[kind], ("url",), f"{where}.{kind}")
    wrong = complaint(item[kind].get("url"))
    if wrong:
        yield Refusal("InvalidParameter", f"{where}.{kind}.url {wrong}")


def _unknown_refusals(
    given: dict[str, Any], known: tuple[str, ...], where: str
) -> Iterator[Refusal]:
    for name in given:
        if name not in known:
            yield Refusal("InvalidParameter", f"{where}.{name} is not a field of this API")


def _text_refusals(content: list[dict[str, Any]]) -> Iterator[Refusal]:
    texts = sum(item["type"] == "text" for item in content)
    if texts != 1:
        yield Refusal("InvalidParameter", f"content must hold exactly one text item, not {texts}")
    if texts == len(content):
        yield Refusal("InvalidParameter", "content must hold at least one image or reference asset")
    images = [item for item in content if item["type"] == "image_url"]
    if len(images) > 1 and any("role" not in image for image in images):
        yield Refusal("InvalidParameter", "each of two or more images needs a role")


def _role_refusals(media: tuple[Medium, ...]) -> Iterator[Refusal]:
    roles = Counter(medium.role for medium in media)
    references = [role for role in REFERENCES if roles[role]]
    for role in FRAMES:
        if roles[role] > 1:
            yield Refusal("InvalidParameter", f"content must hold at most one {role}")
        if roles[role] and references:
            yield Refusal("InvalidParameter", f"{role} cannot be mixed with {references[0]}")
    if roles["last_frame"] and not roles["first_frame"]:
        yield Refusal("InvalidParameter", "last_frame must be used together with first_frame")
    if references == ["reference_audio"]:
        yield Refusal(
            "InvalidParameter",
            "reference_audio must be combined with reference_image or reference_video",
        )


def _order(body: Any) -> Order:
    filled = {**DEFAULTS, **body}
    return Order(
        model=filled["model"],
        resolution=filled["resolution"],
        ratio=filled["ratio"],
        duration=filled["duration"],
        prompt=next(item["text"] for item in filled["content"] if item["type"] == "text"),
        media=_media(filled["content"]),
    )


def _media(content: list[dict[str, Any]]) -> tuple[Medium, ...]:
    """Take the media of judged items; a role left out is the first of its kind's roles."""
    return tuple(
        Medium(kind, item.get("role", ROLES[kind][0]), item[item["type"]]["url"])
        for item in content
        if (kind := KINDS.get(item["type"])) is not None
    )


def prompt_of(body: object) -> str:
    """Find the prompt of a body that nobody has judged; empty where there is none."""
    content = body.get("content") if isinstance(body, dict) else None
    items = content if isinstance(content, list) else []
    texts = (item.get("text") for item in items if isinstance(item, dict))
    return next((text for text in texts if isinstance(text, str)), "")
