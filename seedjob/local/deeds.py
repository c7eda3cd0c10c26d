"""The names that a fault rule may give, each with how it changes a reply."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from seedjob.local.wire import Answer, Hangup, Reply, in_json

Args = Mapping[str, Any]
ALL = ("create", "query", "download")
API = ("create", "query")
PAGE = b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body></body></html>\n"


@dataclass(frozen=True, slots=True)
class Deed:
    """One name of the table: where it may stand, what it takes, how it changes a reply."""

    on: tuple[str, ...]
    change: Callable[[Reply, Args], Answer]
    args: Mapping[str, object] = field(default_factory=dict)  # with defaults, which fix the type
    acts: bool = True  # the request is acted upon before its reply is changed
    times: int | None = None
    finished_only: bool = False


def _status(reply: Reply, args: Args) -> Reply:
    del reply
    made = in_json(args["status"], args["body"], tuple(args["headers"].items()))
    return replace(made, body=args["body"].encode()) if isinstance(args["body"], str) else made


def _body(reply: Reply, status: int, body: bytes, kind: str) -> Reply:
    del reply
    return Reply(status, body, (("content-type", kind),))


def _reshape(reply: Reply, shape: Callable[[Any], Any]) -> Reply:
    if not isinstance(reply.body, bytes):
        return reply
    return in_json(reply.status, shape(json.loads(reply.body)))


def _with_status(word: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda value: {**value, "status": word(value["status"])} if "status" in value else value


DEEDS: Mapping[str, Deed] = {
    "status": Deed(
        ALL,
        _status,
        {"status": 503, "body": {"message": "try later"}, "headers": {}, "accept": False},
        acts=False,
    ),
    "html": Deed(
        ALL,
        lambda reply, args: _body(reply, args["status"], PAGE, "text/html"),
        {"status": 502, "accept": False},
        acts=False,
    ),
    "empty": Deed(
        ALL,
        lambda reply, args: _body(reply, args["status"], b"", "application/json"),
        {"status": 200, "accept": False},
        acts=False,
    ),
    "code": Deed(
        API,
        lambda _, args: in_json(200, {"code": args["code"], "msg": args["msg"]}),
        {"code": "204", "msg": "登录验证失败", "accept": False},
        acts=False,
    ),
    "drop_before": Deed(ALL, lambda _, __: Hangup(), acts=False),
    "drop_after": Deed(ALL, lambda _, __: Hangup()),
    "delay": Deed(ALL, lambda reply, args: replace(reply, wait=args["seconds"]), {"seconds": 5.0}),
    "truncate": Deed(API, lambda reply, _: replace(reply, cut=True)),
    "wrap": Deed(API, lambda reply, _: _reshape(reply, lambda value: {"data": value})),
    "upper": Deed(API, lambda reply, _: _reshape(reply, _with_status(str.upper))),
    "odd_status": Deed(
        API,
        lambda reply, args: _reshape(reply, _with_status(lambda _: str(args["word"]))),
        {"word": "thinking"},
    ),
    "no_url": Deed(
        ("query",),
        lambda reply, _: _reshape(reply, lambda value: {**value, "video_url": None}),
        times=1,
        finished_only=True,
    ),
    "fail": Deed(
        ("create",),
        lambda reply, _: reply,
        {"message": "输入内容可能包含敏感信息 (scripted by the fault file)"},
    ),
    "dead_link": Deed(
        ("download",),
        lambda _, args: in_json(args["status"], {"message": "the link has expired"}),
        {"status": 403},
        acts=False,
    ),
    "cut": Deed(("download",), lambda reply, _: replace(reply, cut=True)),
    "wrong_bytes": Deed(
        ("download",), lambda reply, _: _body(reply, 200, PAGE, "video/mp4"), acts=False
    ),
    "slow": Deed(ALL, lambda reply, args: replace(reply, rate=args["rate"]), {"rate": 1000.0}),
}
