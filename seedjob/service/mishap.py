"""An exception on the way to a host to a sentence for people, from the deepest cause that says."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from seedjob.service.body import UnreadableBodyError
from seedjob.service.scalar import clean, printable

# The first that fits tells most; `{at}` is host:port, never more of the URL than that.
SENTENCES: tuple[tuple[type[BaseException], str], ...] = (
    (UnreadableBodyError, "{error}"),
    (socket.gaierror, "the name of {at} cannot be resolved"),
    (UnicodeError, "the name of {at} cannot be resolved"),
    (ssl.SSLCertVerificationError, "the certificate of {at} is not trusted: {reason}"),
    (ssl.SSLWantReadError, "no answer from {at} in time"),
    (ssl.SSLError, "TLS with {at} failed: {reason}"),
    (ConnectionRefusedError, "connection refused by {at}"),
    (ConnectionResetError, "connection reset by {at}"),
    (BrokenPipeError, "connection closed by {at}"),
    (TimeoutError, "no answer from {at} in time"),
)
QUOTED = re.compile(r": (?:bytearray\()?b['\"].*", re.DOTALL)
"""What the peer sent, in the words of h11: it may play back a key, or a link's signature."""

NO_ROOM = {errno.EMFILE, errno.ENFILE}
DEEPEST = 12
LONGEST_HOST = 400
"""Characters of a host's name in a message: a resolver takes no more than 253."""


def tell_mishap(error: BaseException, url: str) -> str:
    """Say what went wrong between here and the host of `url`."""
    chain = tuple(_causes(error))
    at = host_and_port(url)
    if any(isinstance(cause, OSError) and cause.errno in NO_ROOM for cause in chain):
        return "too many open files"
    for kind, sentence in SENTENCES:
        found = next((cause for cause in chain if isinstance(cause, kind)), None)
        if found is not None:
            return clean(sentence.format(at=at, error=found, reason=_reason(found)))
    told = next((text for text in map(str, chain) if text), type(error).__name__)
    told = QUOTED.sub("", told)
    return clean(f"no whole answer from {at}: {told[:1].lower()}{told[1:].rstrip('.')}")


def host_and_port(url: str) -> str:
    """Name a URL's host and port, and nothing of it that may be secret."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443}.get(parts.scheme, 80)
    except ValueError:
        return "a host without a name"
    host = printable((parts.hostname or "a host without a name")[:LONGEST_HOST])
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _causes(error: BaseException | None, depth: int = DEEPEST) -> Iterator[BaseException]:
    if error is None or depth == 0:
        return
    yield error
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _causes(inner, depth - 1)
    yield from _causes(error.__cause__ or error.__context__, depth - 1)


def _reason(error: BaseException) -> str:
    told = getattr(error, "verify_message", "") or getattr(error, "reason", "") or str(error)
    return str(told).lower().replace("_", " ").rstrip(".")
