"""A link to the addresses that it may be fetched from: no link leads into a private network."""

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit, urlunsplit

from seedjob.errors import DownloadError
from seedjob.service.mishap import host_and_port

Address = IPv4Address | IPv6Address

# What a proxy on this machine answers for every public name ("fake IP"): no network of anybody's.
FAKE_ADDRESSES = ip_network("198.18.0.0/15")
NAT64 = ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """A link that may be fetched, and the addresses found for its host."""

    url: str
    host: str
    addresses: tuple[str, ...]


async def find_target(url: str, *, private_ok: bool, by_name_ok: bool) -> Target:
    """Judge a link and every address of its host; raise DownloadError for one that is refused.

    `by_name_ok` lets a name through that only the proxy can resolve: then without addresses.
    """
    url, host, port = _judged(url, private_ok=private_ok)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        if by_name_ok:
            return Target(url, host, ())
        raise DownloadError(f"the name of {host_and_port(url)} cannot be resolved") from None
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not private_ok and not _all_public(addresses):
        raise DownloadError(
            f"the video's host {host_and_port(url)} is at a private address; "
            "only a service on loopback may hand out such links"
        )
    return Target(url, host, addresses)


def is_public(address: str) -> bool:
    """Tell whether an address, and one that it may hide within it, lies in the open internet."""
    outer = ip_address(address.partition("%")[0])
    return all(
        (inner.is_global and not inner.is_multicast) or inner in FAKE_ADDRESSES
        for inner in _within(outer)
    )


def _judged(url: str, *, private_ok: bool) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise DownloadError("the video's link cannot be read as a URL") from None
    if not host or parts.scheme not in {"http", "https"} or "@" in parts.netloc:
        raise DownloadError("the video's link is no http(s) link to a host")
    if parts.scheme == "http" and not private_ok:
        if port not in {None, 80}:
            raise DownloadError(
                f"the video's link to {host_and_port(url)} is plain http, not https"
            )
        # A link that was paid for is not thrown away: the same one is asked for over TLS.
        parts, port = parts._replace(scheme="https", netloc=parts.netloc.removesuffix(":80")), None
    return urlunsplit(parts), host, port or {"http": 80, "https": 443}[parts.scheme]


def _all_public(addresses: Iterable[str]) -> bool:
    return all(is_public(address) for address in addresses)


def _within(address: Address) -> tuple[Address, ...]:
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address, address.sixtofour)
    if address in NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return (address,)
