"""A sound reply and the arguments of a fault rule to what is sent in its place."""

import gzip
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from email.utils import formatdate
from functools import cache
from typing import Any, Final

from seedjob.local.wire import Answer, Break, Garbled, Hangup, Reply, Request, in_json

PAGE: Final = b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head></html>\n"
DENIAL: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>\n"
)
UNPAID: Final[Mapping[str, tuple[int, Mapping[str, Any]]]] = {
    "status": (402, {"error": {"code": "PaymentRequired", "message": "payment required"}}),
    "code": (200, {"code": 402, "msg": "payment required", "data": None}),
    "words": (200, {"code": 500, "msg": "账户余额不足", "data": None}),
}
ABSENT: Final[Mapping[str, tuple[int, Mapping[str, Any]]]] = {
    "code": (200, {"code": -1, "msg": "task not found", "data": None}),
    "status": (404, {"error": {"code": "NotFound", "message": "task not found"}}),
}


@dataclass(frozen=True, slots=True)
class Strike:
    """A rule that strikes: its arguments, and the request that meets it."""

    args: Mapping[str, Any]
    request: Request


def body(status: int, content: bytes, kind: str) -> Reply:
    """Answer with bytes of a kind."""
    return Reply(status, content, (("content-type", kind),))


def status(_reply: Reply, strike: Strike) -> Reply:
    """Answer with another status, its body and headers; a date counts from the reply's own."""
    args = strike.args
    told = {name.lower(): value for name, value in args["headers"].items()}
    if args["retry_after"] is not None:
        told["retry-after"] = f"{args['retry_after']:g}"
    if args["retry_date"] is not None:
        now = time.time()
        told |= {
            "date": formatdate(now, usegmt=True),
            "retry-after": formatdate(now + args["retry_date"], usegmt=True),
        }
    made = in_json(args["status"], args["body"], tuple(told.items()))
    return replace(made, body=args["body"].encode()) if isinstance(args["body"], str) else made


def denied(_reply: Reply, _strike: Strike) -> Reply:
    """Refuse the key as the gateway words it."""
    error = {"code": "AuthenticationError", "message": "invalid token", "type": "Unauthorized"}
    return in_json(401, {"error": error})


def unpaid(_reply: Reply, strike: Strike) -> Reply:
    """Say that there is no balance, in one of its forms."""
    return in_json(*UNPAID[strike.args["form"]])


def absent(_reply: Reply, strike: Strike) -> Reply:
    """Say that there is no such task, in one of its forms."""
    return in_json(*ABSENT[strike.args["form"]])


def echo(_reply: Reply, strike: Strike) -> Reply:
    """Refuse, and play back what was asked, the key with it."""
    key = strike.request.headers.get("authorization", "")
    message = f"bad request: {key}; {dict(strike.request.headers)}"
    return in_json(400, {"error": {"code": "InvalidParameter", "message": message}})


def redirect(_reply: Reply, strike: Strike) -> Reply:
    """Send to another place: by default to the same one under another name of this machine."""
    host = strike.request.headers.get("host", "")
    here = f"http://localhost:{host.rpartition(':')[2]}{strike.request.target}"
    location = strike.args["location"].replace("{here}", here) or here
    return Reply(strike.args["status"], b"", (("location", location),))


def hang_up(_reply: Reply, strike: Strike) -> Hangup:
    """Say nothing."""
    return Hangup(reset=strike.args["reset"])


def garble(_reply: Reply, strike: Strike) -> Garbled:
    """Say what is no HTTP."""
    return Garbled(strike.args["text"].encode("utf-8", "surrogatepass"))


def break_off(reply: Reply, strike: Strike) -> Reply:
    """End a reply before its end."""
    return replace(reply, cut=Break(strike.args["at"], reset=strike.args["reset"]))


def cut(reply: Reply, strike: Strike) -> Reply:
    """End a video before its end."""
    return replace(reply, cut=Break(share=strike.args["part"], reset=strike.args["reset"]))


def drip(reply: Reply, strike: Strike) -> Reply:
    """Send so many bytes a second."""
    return replace(reply, rate=strike.args["rate"], head_drips=strike.args["part"] == "head")


def flood(reply: Reply, strike: Strike) -> Reply:
    """Add headers without end."""
    more = ((f"x-flood-{number}", "x" * 64) for number in range(strike.args["headers"]))
    return replace(reply, headers=(*reply.headers, *more))


def bomb(reply: Reply, strike: Strike) -> Reply:
    """Send few bytes that unpack to many."""
    kept = [(name, value) for name, value in reply.headers if name == "content-type"]
    return Reply(200, _packed(strike.args["mib"]), (*kept, ("content-encoding", "gzip")))


@cache
def _packed(mib: int) -> bytes:
    return gzip.compress(b" " * (mib << 20), 1)


def deepen(reply: Reply, strike: Strike) -> Reply:
    """Nest lists deep beside what else a reply says."""
    if not isinstance(reply.body, bytes):
        return reply
    depth = strike.args["depth"]
    told = reply.body.rstrip().removesuffix(b"}")
    return replace(reply, body=told + b', "deep": ' + b"[" * depth + b"]" * depth + b"}")


def reshaped(shape: Callable[[dict[str, Any], Strike], Any]) -> Callable[[Reply, Strike], Answer]:
    """Make a change of a reply out of one of the object that it holds."""

    def change(reply: Reply, strike: Strike) -> Answer:
        if not isinstance(reply.body, bytes):
            return reply
        return in_json(reply.status, shape(json.loads(reply.body), strike))

    return change


def merge(told: dict[str, Any], strike: Strike) -> dict[str, Any]:
    """Say some fields otherwise, and leave some out."""
    kept = told | strike.args["fields"]
    return {name: value for name, value in kept.items() if name not in strike.args["without"]}


def reworded(told: dict[str, Any], word: str) -> dict[str, Any]:
    """Put another word for a status, where there is one."""
    return told | {"status": word} if "status" in told else told


def unfinished(told: dict[str, Any], _strike: Strike) -> dict[str, Any]:
    """Say of a task that it still renders, whatever has become of it."""
    told = {name: value for name, value in told.items() if name != "actualDuration"}
    return told | {"status": "processing", "video_url": None}


def ended(told: dict[str, Any], strike: Strike) -> dict[str, Any]:
    """Say of a task that it came to nothing."""
    args = strike.args
    said = unfinished(told, strike) | {"status": args["status"], "error": args["error"]}
    return said | ({} if args["amount"] is None else {"amount": args["amount"]})
