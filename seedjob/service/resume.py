"""A reply's headers to what proves that the rest of a video belongs to what came of it before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from seedjob.service.body import PLAIN
from seedjob.service.retry import read_moment

STRONG_ETAG: Final = re.compile(r'"[!#-~]{1,1000}"', re.ASCII)
LENGTH: Final = re.compile(r"[0-9]{1,15}", re.ASCII)
SPAN: Final = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})", re.ASCII)
SETTLED: Final = timedelta(seconds=60)
"""A file that was changed just before it was sent may be changed again within that second."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the first reply said: its link, all its bytes, and a strong validator.

    `etag` names the very bytes, wherever they lie; without one `modified` counts at `url` alone.
    """

    url: str
    total: int
    etag: str
    modified: str


def read_mark(url: str, headers: Mapping[str, str]) -> Mark | None:
    """Read a whole reply's validator; nothing where its rest could not be told from another's."""
    length = headers.get("content-length", "")
    packed = headers.get("content-encoding", "").strip().lower() not in PLAIN
    if packed or "transfer-encoding" in headers or not LENGTH.fullmatch(length):
        return None
    etag, modified = _strong_etag(headers), _settled(headers)
    if headers.get("accept-ranges", "").strip().lower() == "none" or not (etag or modified):
        return None
    return Mark(url, int(length), etag, "" if etag else modified)


def rest_headers(mark: Mark | None, count: int, url: str) -> dict[str, str]:
    """Ask `url` for what is left behind the first `count` bytes; of nothing where it may not be."""
    if mark is None or not 0 < count < mark.total or not (mark.etag or mark.url == url):
        return {}
    return {"Range": f"bytes={count}-", "If-Range": mark.etag or mark.modified}


def is_rest(mark: Mark, count: int, headers: Mapping[str, str]) -> bool:
    """Tell whether a 206 goes on at `count`, in the very video that `mark` names."""
    span = SPAN.fullmatch(headers.get("content-range", "").strip())
    plain = headers.get("content-encoding", "").strip().lower() in PLAIN
    if span is None or not plain:
        return False
    first, last, total = map(int, span.groups())
    same = (
        _strong_etag(headers) == mark.etag
        if mark.etag
        else headers.get("last-modified", "").strip() == mark.modified
    )
    return same and (first, total) == (count, mark.total) and first <= last < total


def is_of_rest(status: int) -> bool:
    """Tell whether a status answers a question for a rest, well or badly."""
    return status in {HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE}


def _strong_etag(headers: Mapping[str, str]) -> str:
    etag = headers.get("etag", "").strip()
    return etag if STRONG_ETAG.fullmatch(etag) else ""


def _settled(headers: Mapping[str, str]) -> str:
    """Give `Last-Modified` where it is strong: well before the reply's own `Date` (RFC 9110)."""
    modified = headers.get("last-modified", "").strip()
    changed, sent = read_moment(modified), read_moment(headers.get("date", ""))
    if changed is None or sent is None or sent - changed < SETTLED:
        return ""
    return modified
