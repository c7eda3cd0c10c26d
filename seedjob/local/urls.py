"""The text of a `url` to what it is: a web address, an asset ID, or nothing the service takes."""

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

MEDIA_ENDINGS = (
    *(".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".heif", ".avif"),
    *(".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".wav", ".mp3", ".m4a", ".aac", ".flac"),
    *(".ogg", ".opus", ".svg"),
)
MEDIA_ENDING = re.compile(
    f"(?:{'|'.join(map(re.escape, MEDIA_ENDINGS))})\\Z", re.IGNORECASE | re.ASCII
)
BYTE_ORDER_MARK = "\ufeff"
"""White space to JavaScript, a mark of nothing inside a text."""
PORT = re.compile(":([0-9]{1,5})")
LAST_PORT = 65535
UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


def complaint(url: object) -> str | None:
    """Say why `url` is refused, or nothing."""
    if not isinstance(url, str) or not url:
        return "must be a URL or an asset ID"
    if any(map(_is_dark, url)):
        return "must not hold whitespace or control characters"
    scheme, colon, rest = url.partition(":")
    if not colon:
        return _bare_complaint(url)
    if scheme.lower() in {"http", "https"}:
        return None if has_host(url) else "must name a host"
    if scheme.lower() in {"asset", "assetid"}:
        return None if rest.startswith("//") and rest.strip("/") else "must name an asset"
    return f"must be http, https or an asset ID, not {scheme!r}"


def _is_dark(char: str) -> bool:
    return char.isspace() or char == BYTE_ORDER_MARK or unicodedata.category(char) in UNPRINTABLE


def _bare_complaint(word: str) -> str | None:
    if "/" in word or "\\" in word or word[0] in ".~":
        return "must be a URL or an asset ID, not a path"
    if MEDIA_ENDING.search(word):
        return "must be a URL or an asset ID, not the name of a file"
    return None


def has_host(url: str) -> bool:
    """Tell whether `url` starts `http://host` or `https://host`, its port a number if any."""
    address = web_address(url)
    if address is None:
        return False
    user, _, place = address.netloc.rpartition("@")
    if place.startswith("["):
        host, closed, rest = place[1:].partition("]")
        return not set("@[]") & set(user) and _is_ipv6(host) and bool(closed) and _is_port(rest)
    host, colon, port = place.partition(":")
    return bool(host) and not set("@[]") & set(user + host) and _is_port(colon + port)


def _is_port(rest: str) -> bool:
    """Judge what follows a host: nothing, a colon, or a colon and a number that can be a port."""
    if rest in {"", ":"}:
        return True
    found = PORT.fullmatch(rest)
    return found is not None and int(found[1]) <= LAST_PORT


def _is_ipv6(host: str) -> bool:
    """Judge what stands in brackets; a zone, `%eth0`, means something on one machine alone."""
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return "%" not in host


def web_address(url: str) -> SplitResult | None:
    """Take `url` apart if it is one of the web, else nothing."""
    try:
        address = urlsplit(url)
        _ = address.port  # a port that is no number only shows when asked for
    except ValueError:
        return None
    sound = address.scheme in {"http", "https"} and address.netloc and "\\" not in address.netloc
    return address if sound else None


def is_loopback(url: str) -> bool:
    """Tell whether `url` lies on this machine by its own words; no name is looked up."""
    address = web_address(url)
    if address is None or not address.hostname:
        return False
    if address.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.hostname).is_loopback
    except ValueError:
        return False


def shown(url: str) -> str:
    """Tell `url` without its query, fragment and credentials: those may be somebody's key.

    Of one on this machine only the name is told: where it lay is of no use to anybody later.
    """
    address = web_address(url)
    if address is None:
        return url
    if is_loopback(url):
        return address.path.rpartition("/")[2]
    return f"{address.scheme}://{address.netloc.rpartition('@')[2]}{address.path}"
