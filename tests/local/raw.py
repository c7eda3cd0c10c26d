"""Bytes of one answer as they came, and how the connection ended."""

import json
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.local.asking import CREATE


@dataclass(frozen=True, slots=True)
class Heard:
    """What came over one connection before it ended, and whether that was by a reset."""

    data: bytes
    was_reset: bool


def hear(url: str, given: object = None, *, more: str = "") -> Heard:
    """Ask once, for a create where there is a body, and listen to the end."""
    address = urlsplit(url)
    sent = b"" if given is None else json.dumps(given).encode()
    head = (
        f"{'GET' if given is None else 'POST'} {address.path or CREATE}"
        f"{'?' + address.query if address.query else ''} HTTP/1.1\r\n"
        f"host: {address.netloc}\r\nauthorization: Bearer hunter2\r\nconnection: close\r\n"
        f"content-type: application/json\r\ncontent-length: {len(sent)}\r\n{more}\r\n"
    )
    parts: list[bytes] = []
    with socket.create_connection((address.hostname or "", address.port or 80), 10) as talk:
        try:
            talk.sendall(head.encode() + sent)
            while part := talk.recv(65536):
                parts.append(part)
        except ConnectionResetError:
            return Heard(b"".join(parts), was_reset=True)
    return Heard(b"".join(parts), was_reset=False)
