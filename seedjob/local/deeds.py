"""The names that a fault rule may give, each with its place, its arguments and what comes of it."""

from collections.abc import Mapping
from dataclasses import replace

from seedjob.local import arguments as arg
from seedjob.local import changes, tampering
from seedjob.local.changes import DENIAL, PAGE, body, reshaped
from seedjob.local.deed import ACCEPT, ALL, API, BY, CREATE, DOWNLOAD, QUERY, RESET, Deed
from seedjob.local.wire import in_json

DEEDS: Mapping[str, Deed] = {
    "status": Deed(
        ALL,
        "another status; `retry_after` and `retry_date`: `Retry-After` in seconds, or as a date",
        changes.status,
        {
            "status": arg.whole(503, 200, 599),
            "body": arg.anything({"message": "try later"}),
            "headers": arg.headers(),
            "retry_after": arg.seconds_or_none(),
            "retry_date": arg.seconds_or_none(),
            **ACCEPT,
        },
        acts=False,
    ),
    "html": Deed(
        ALL,
        "a proxy's page",
        lambda _, strike: body(strike.args["status"], PAGE, "text/html"),
        {"status": arg.whole(502, 200, 599), **ACCEPT},
        acts=False,
    ),
    "xml": Deed(
        ALL,
        "a storage's page",
        lambda _, strike: body(strike.args["status"], DENIAL, "application/xml"),
        {"status": arg.whole(200, 200, 599), **ACCEPT},
        acts=False,
    ),
    "empty": Deed(
        ALL,
        "no body",
        lambda _, strike: body(strike.args["status"], b"", "application/json"),
        {"status": arg.whole(200, 200, 599), **ACCEPT},
        acts=False,
    ),
    "code": Deed(
        API,
        "an error inside a 200",
        lambda _, strike: in_json(200, {"code": strike.args["code"], "msg": strike.args["msg"]}),
        {"code": arg.text_or_number("204"), "msg": arg.text("登录验证失败"), **ACCEPT},
        acts=False,
    ),
    "denied": Deed(API, "401: the key is refused", changes.denied, ACCEPT, acts=False),
    "unpaid": Deed(
        API,
        "no balance: a 402, a code inside a 200, or words alone",
        changes.unpaid,
        {"form": arg.one_of("status", "code", "words"), **ACCEPT},
        acts=False,
    ),
    "redirect": Deed(
        ALL,
        "to `location`, where `{here}` is what was asked for, under another name of this machine",
        changes.redirect,
        {"status": arg.one_of(302, 301, 303, 307, 308), "location": arg.text("{here}"), **ACCEPT},
        acts=False,
    ),
    "drop_before": Deed(ALL, "closed, or reset; not acted on", changes.hang_up, RESET, acts=False),
    "drop_after": Deed(ALL, "acted on; then closed, or reset, unanswered", changes.hang_up, RESET),
    "delay": Deed(
        ALL,
        "acted on, answered late",
        lambda reply, strike: replace(reply, wait=strike.args["seconds"]),
        {"seconds": arg.above_zero(5)},
    ),
    "truncate": Deed(
        ALL,
        "breaks off: half of the body, in the midst of the headers, or after the status line",
        changes.break_off,
        {"at": arg.one_of("body", "head", "line"), **RESET},
    ),
    "slow": Deed(
        ALL,
        "the body, or the head, drips: so many bytes a second",
        changes.drip,
        {"rate": arg.above_zero(1000), "part": arg.one_of("body", "head")},
    ),
    "garble": Deed(
        ALL,
        "no HTTP",
        changes.garble,
        {"text": arg.text("SSH-2.0-OpenSSH_9.6\r\n"), **ACCEPT},
        acts=False,
    ),
    "flood": Deed(
        ALL, "so many headers more", changes.flood, {"headers": arg.whole(5000, 1, 20_000)}
    ),
    "bomb": Deed(
        ALL,
        "a few bytes of gzip that unpack to so many MiB",
        changes.bomb,
        {"mib": arg.whole(64, 1, 1024)},
    ),
    "deep": Deed(
        API, "lists nested so deep", changes.deepen, {"depth": arg.whole(100_000, 1, 1_000_000)}
    ),
    "wrap": Deed(API, "the reply inside `data`", reshaped(lambda told, _: {"data": told})),
    "upper": Deed(
        API,
        "`status` in capitals",
        reshaped(lambda told, _: changes.reworded(told, str(told.get("status")).upper())),
    ),
    "odd_status": Deed(
        API,
        "a status of no page",
        reshaped(lambda told, strike: changes.reworded(told, strike.args["word"])),
        {"word": arg.text("thinking")},
    ),
    "merge": Deed(
        API,
        "other `fields` in the reply (`amount`, another `id`, …), or some left out",
        reshaped(changes.merge),
        {"fields": arg.fields({}), "without": arg.names()},
    ),
    "echo": Deed(
        API, "400 with the key and all headers in its text", changes.echo, ACCEPT, acts=False
    ),
    "id": Deed(
        CREATE,
        "the task bears this id, so often repeated",
        lambda reply, _: reply,
        {"id": arg.text("../../fox"), "repeat": arg.whole(1, 1, 10_000_000)},
    ),
    "fail": Deed(
        CREATE,
        "the task fails in the end",
        lambda reply, _: reply,
        {"message": arg.text("输入内容可能包含敏感信息 (scripted by the fault file)")},
    ),
    "ended": Deed(
        QUERY,
        "the task came to nothing; `error` is a text, an object, or anything",
        reshaped(changes.ended),
        {
            "status": arg.one_of("failed", "cancelled", "expired"),
            "error": arg.anything("内容审核未通过"),
            "amount": arg.anything(None),
        },
    ),
    "endless": Deed(QUERY, "still processing", reshaped(changes.unfinished)),
    "unknown_task": Deed(
        QUERY,
        "no such task: code -1 inside a 200, or 404",
        changes.absent,
        {"form": arg.one_of("code", "status")},
    ),
    "no_url": Deed(
        QUERY,
        "completed without link, once",
        reshaped(lambda told, _: told | {"video_url": None}),
        times=1,
        only="finished",
    ),
    "dead_link": Deed(
        DOWNLOAD,
        "the link is dead",
        lambda _, strike: in_json(strike.args["status"], {"message": "the link has expired"}),
        {"status": arg.whole(403, 400, 499)},
        acts=False,
    ),
    "cut": Deed(DOWNLOAD, "a part of the video", changes.cut, {"part": arg.share(0.5), **RESET}),
    "wrong_bytes": Deed(DOWNLOAD, "HTML named `video/mp4`", tampering.page, acts=False),
    "spoilt": Deed(DOWNLOAD, "the length of the video, without its pictures", tampering.spoil),
    "wrong_length": Deed(
        DOWNLOAD,
        "so many bytes more than come are announced, or fewer",
        tampering.misannounce,
        {"by": BY},
    ),
    "other_video": Deed(
        DOWNLOAD, "another video lies there now, with an `ETag` of its own", tampering.exchange
    ),
    "no_etag": Deed(DOWNLOAD, "nothing tells whether the file is still the same", tampering.unname),
    "no_range": Deed(
        DOWNLOAD,
        "all of it where a stretch was asked for",
        tampering.ignore_range,
        only="ranged",
    ),
    "wrong_range": Deed(
        DOWNLOAD,
        "the stretch that was asked for, named another",
        tampering.shift_range,
        {"by": BY},
        only="ranged",
    ),
}
