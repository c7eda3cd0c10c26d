"""A key to answers that play it back, in every way of writing it and at every place of an answer.

A service may do so out of carelessness: it logs what it was asked, and tells what it logged.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from tests.proofs.forms import FORMS, Form
from tests.proofs.wire import Answer, Request

Stage = Literal["create", "poll", "download"]
Carrier = Callable[[str], Answer]


@dataclass(frozen=True, slots=True)
class Play:
    """What is played back once for one job, at one stage of it."""

    name: str
    stage: Stage
    answer: Callable[[Request], Answer]


def _json(text: str, status: int = 400) -> Answer:
    """Put the text into JSON as it stands, so that an escape stays the escape that it is."""
    body = '{"id": "x", "status": "failed", "error": {"code": "T", "message": "so: T !"}}'
    return Answer(status, body.replace("T", text).encode())


def _failed(text: str) -> Answer:
    body = json.dumps({"status": "failed", "error": {"code": "1", "message": "M"}})
    return Answer(200, body.replace("M", f"so: {text} !").encode())


def _page(text: str) -> Answer:
    return Answer(500, f"<html>{text}</html>".encode(), "text/html")


def _cut(text: str) -> Answer:
    """Break off in the midst of it."""
    body = f'{{"message": "{text[: len(text) * 3 // 4]}'.encode()
    return Answer(200, body, announced=len(body) + 9, then="close")


def _redirect(text: str) -> Answer:
    return Answer(302, headers={"Location": f"http://127.0.0.1:9/?key={text}"})


def _headers(text: str) -> Answer:
    named = {"X-Asked-With": text, "Set-Cookie": f"key={text}", "Retry-After": text}
    return Answer(503, b"", headers=named)


def _bad_header(text: str) -> Answer:
    return Answer(200, b"{}", headers={"X Asked With": text}, then="close")


def _encoding(text: str) -> Answer:
    return Answer(200, b"{}", headers={"Content-Encoding": text})


TEXTS: Final[Mapping[str, Carrier]] = {"json": _json, "page": _page, "cut": _cut}
"""Answers whose text is told to people, or kept."""

ODD: Final[Mapping[str, Carrier]] = {
    "redirect": _redirect,
    "headers": _headers,
    "bad header": _bad_header,
    "encoding": _encoding,
}


def _of_key(carrier: Carrier, form: Form, request: Request) -> Answer:
    key = request.headers.get("authorization", "").removeprefix("Bearer ")
    return carrier(form(key.encode()).decode("latin-1"))


def _of_link(carrier: Carrier, link: str, _request: Request) -> Answer:
    return carrier(link)


def _of_path(carrier: Carrier, request: Request) -> Answer:
    return carrier(request.path)


def plays(link: str) -> list[Play]:
    """List all that is played back; `link` is a signed one. The last refuses the key itself."""
    found = [
        Play(f"{stage} {where}, {name}", stage, partial(_of_key, carrier, form))
        for stage, carriers in _TABLE.items()
        for where, carrier in carriers.items()
        for name, form in FORMS.items()
        if where not in ODD or name == "plain"
    ]
    found += [
        Play(f"{stage} {where}, link", stage, partial(_of_link, carrier, link))
        for stage in _TABLE
        for where, carrier in TEXTS.items()
    ]
    found += [
        Play(f"download {where}, link", "download", partial(_of_path, carrier))
        for where, carrier in ODD.items()
    ]
    denied = partial(_json, status=401)
    return [*found, Play("create, key refused", "create", partial(_of_key, denied, FORMS["plain"]))]


_TABLE: Final[Mapping[Stage, Mapping[str, Carrier]]] = {
    "create": {**TEXTS, **ODD},
    "poll": {"failed": _failed, **TEXTS, **ODD},
}
