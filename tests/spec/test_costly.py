"""Small texts that were made to take long are judged within a second of processor time."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedjob.cli.specs import load_text

URL = '  - {type: image_url, image_url: {url: "https://example.com/a.png"}}\n'
HEAD = "model: seedance_2_0_x1_official\ncontent:\n"
SOUND = f"{HEAD}  - {{type: text, text: A fox}}\n{URL}"
ITEM = "  - {type: text, text: A}\n"
ALLOW = "# seedjob: allow prompt-length\n"
WIDE = " " * 60_000

SPECS = {
    "digits and a unit in a prompt": SOUND.replace("A fox", "1" * 60_000 + "s"),
    "permits above items": HEAD + f"  {ALLOW}{ITEM}" * 1_000,
    "permits one below the other": ALLOW * 10_000 + SOUND,
    "permits above a blank end": SOUND + ALLOW * 100 + "\n" * 900_000,
    "permits of unknown rules": SOUND + "# seedjob: allow " + "abcdefgh " * 100_000 + "\n",
    "many texts and a line of hashes": HEAD + ITEM * 1_000 + "#" * 200_000 + "\n",
    "many texts that name images": HEAD + ITEM.replace(" A}", " image 9}") * 4_000,
    "a duration with blanks inside": f'duration: "5{WIDE}x"\n{SOUND}',
    "blanks after a stray sign": f"a: @{WIDE}x\n",
    "blanks after a second colon": f"a: b: c{WIDE}x\n",
    "blanks in a line without a colon": f"a: b\nfoo{WIDE}x\nb: c\n",
    "dashes in comments above an empty item": "content:\n- a\n" + "# -\n" * 20_000 + "-\n",
}


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 1.0)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("name", SPECS)
def test_a_spec_is_judged_within_a_second(name: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    load_text(SPECS[name].encode(), tmp_path / "a.yaml")


def test_a_dotted_key_of_settings_is_judged_within_a_second(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    load_text(b"a" + b".a" * 20_000 + b" = 1\n", tmp_path / "seedjob.toml")
