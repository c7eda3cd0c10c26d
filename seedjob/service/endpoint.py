"""The address that people typed to the service's own URLs."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urlsplit

from seedjob.errors import UsageError

DEFAULT = "https://zcbservice.aizfw.cn/kyyReactApiServer"

SHORTEST_POLL = 20.0
"""Seconds; the real service limits the rate of those who ask more often."""

CREATE_PATH = "/v1/seedance-x1/videos"
RESULT_PATH = "/v1/result"
ENDINGS = (CREATE_PATH, "/v1")
LONGEST = 2000
"""Characters; with the longest id behind it, escaped, it is a URL that every client takes."""

PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the service stands; `base` ends before `/v1` and bears no slash at its end."""

    base: str

    @property
    def create_url(self) -> str:
        """Where a task is created."""
        return self.base + CREATE_PATH

    def task_url(self, task_id: str) -> str:
        """Tell where a task is asked for; the id is opaque and stays one step of the path."""
        step = quote(task_id, safe="", errors="surrogatepass")
        if task_id in {".", ".."}:  # quote leaves dots alone, and a client would climb by them
            step = step.replace(".", "%2E")
        return f"{self.base}{RESULT_PATH}/{step}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: all that the key may be sent to."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def on_loopback(self) -> bool:
        """Whether the service runs on this machine."""
        return is_loopback(urlsplit(self.base).hostname or "")


def parse_endpoint(text: str) -> Endpoint:
    """Read a base with or without `/v1`, or the whole create URL; raise UsageError otherwise."""
    text = text.strip()
    if len(text) > LONGEST:
        raise UsageError(_refusal("", f"is longer than {LONGEST} characters"))
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise UsageError(_refusal("", "holds a character that no URL has"))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UsageError(_refusal("", "cannot be read as a URL")) from None
    fault = _fault(parts)
    if fault is not None:
        raise UsageError(_refusal(_shown(parts), fault))
    return Endpoint(f"{parts.scheme}://{_netloc(parts, port)}{_prefix(parts.path)}")


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address can only mean this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _fault(parts: SplitResult) -> str | None:
    host = parts.hostname or ""
    faults = {
        "has no https:// before it": parts.scheme not in PORTS,
        "names no host": not host,
        "holds a user name or a password": "@" in parts.netloc,
        "holds a query or a fragment": bool(parts.query or parts.fragment),
        "holds a '.' or '..' in its path": bool({".", ".."} & set(parts.path.split("/"))),
        "would carry the key over plain http": parts.scheme == "http" and not is_loopback(host),
    }
    return next((fault for fault, found in faults.items() if found), None)


def _refusal(shown: str, fault: str) -> str:
    value = f"base URL '{shown}'" if shown else "base URL"
    return f"{value} {fault}; write https://HOST/PATH like '{DEFAULT}', or http:// on loopback"


def _shown(parts: SplitResult) -> str:
    """Show what was typed, less what may be secret: a password, a query, a fragment."""
    start = f"{parts.scheme}://" if parts.scheme else ""
    return f"{start}{parts.netloc.rpartition('@')[2]}{parts.path}"


def _netloc(parts: SplitResult, port: int | None) -> str:
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if port in {None, PORTS[parts.scheme]} else f"{host}:{port}"


def _prefix(path: str) -> str:
    path = path.rstrip("/")
    for ending in ENDINGS:
        if path.endswith(ending):
            return path.removesuffix(ending).rstrip("/")
    return path
