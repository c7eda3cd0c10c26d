"""Flags and settings to the way to a service: where it stands, by which key, under which name."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from seedjob.cli.settings import api_key, base_url
from seedjob.errors import UsageError
from seedjob.manifest import Service
from seedjob.run.lock import own_folder
from seedjob.service.endpoint import DEFAULT, Endpoint, parse_endpoint
from seedjob.settings.settings import Settings


@dataclass(frozen=True, slots=True)
class Way:
    """The way to the service that a command goes."""

    service: Service
    endpoint: Endpoint
    key: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Which service was asked for, by the flags of these names; the last two go with `local`."""

    local: bool
    base_url: str | None
    api_key_file: Path | None = None
    faults: Path | None = None
    service_speed: float | None = None


LOCAL: Final = "local"
"""What stands for the built-in service, which has no address before it runs."""


def address(choice: Choice, settings: Settings) -> str:
    """Tell which service was asked for, without a key and without asking it.

    Raises UsageError for flags that contradict each other.
    """
    if not choice.local:
        return _endpoint(choice, settings).create_url
    if choice.base_url:
        raise UsageError("--local and --base-url name two services; give one of them")
    return LOCAL


def _endpoint(choice: Choice, settings: Settings) -> Endpoint:
    if choice.faults or choice.service_speed is not None:
        raise UsageError("--faults and --service-speed go with --local alone")
    return parse_endpoint(base_url(choice.base_url, settings.service.base_url or DEFAULT))


@contextmanager
def way(choice: Choice, settings: Settings, root: Path) -> Iterator[Way]:
    """Find the way; the built-in service stands for the length of the block.

    Raises UsageError for flags that contradict each other, ServiceUnusable where there is no key.
    """
    if address(choice, settings) != LOCAL:
        yield Way("live", _endpoint(choice, settings), api_key(choice.api_key_file))
        return
    from seedjob.local.faults import idle
    from seedjob.local.rulefile import read_faults
    from seedjob.local.service import serving

    folder, speed = own_folder(root) / "local", choice.service_speed or 1.0
    faults = read_faults(choice.faults)
    with serving(folder, speed=speed, faults=faults) as base:
        yield Way("local", parse_endpoint(base), "local")
    with suppress(OSError):  # a note that nobody hears
        for said in idle(faults):
            click.echo(f"{choice.faults}: {said}", err=True)
