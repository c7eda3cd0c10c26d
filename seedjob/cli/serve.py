"""`seedjob serve`."""

from pathlib import Path
from threading import Event

import click

from seedjob.cli.exits import DONE
from seedjob.cli.options import Finite


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8787, show_default=True)
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Where it keeps its files and its log."
)
@click.option("--faults", type=click.Path(path_type=Path), help="Faults to play.")
@click.option("--speed", type=Finite(positive=True), default=1.0, help="How fast its time goes.")
def command(*, port: int, folder: Path | None, faults: Path | None, speed: float) -> int:
    """Keep the local service running, for any client of the gateway, until it is interrupted."""
    import signal

    from seedjob.local.service import serving
    from seedjob.project import find_root
    from seedjob.run.lock import own_folder

    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    folder = folder or own_folder(find_root(Path.cwd())) / "local"
    with serving(folder, speed=speed, faults=faults, port=port) as base:
        click.echo(base)
        click.echo("any key is good; what seedjob makes here counts as the real thing", err=True)
        click.echo(f"its log: {folder / 'requests.jsonl'}", err=True)
        stop.wait()
    return DONE
