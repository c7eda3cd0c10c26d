"""A stranger's spec makes `validate` show no secret, read nothing outside, and never fall."""

import struct
from importlib import import_module
from pathlib import Path

import pytest

from seedjob.cli.specs import load, load_text

SPEC = """\
model: seedance_2_0_x1_official
content:
  - {type: text, text: A fox}
  - type: image_url
    image_url: SOURCE
"""
SECRETS = {
    "beside another warning": '{url: "https://u:hunter2@h/a.svg"}',
    "on the line of an error": '{url: "https://u:hunter2@h/a.png", path: a.png}',
    "as a path": '{path: "https://u:hunter2@h/a.png"}',
    "as a bare source": '"https://h/a.png?token=hunter2"',
    "under another key": '{uri: "https://h/a.png?token=hunter2"}',
    "in a URL that is none": '{url: "https://u:hunter2@h/a b.png"}',
    "beside a key in a source": '{api_key: hunter2, url: "https://h/a.png"}',
}


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
@pytest.mark.parametrize("name", SECRETS)
def test_no_credentials_are_shown(name: str, form: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    text = SPEC.replace("SOURCE", SECRETS[name])
    verdict = load_text(text.encode(), tmp_path / "a.yaml").verdict()
    assert "hunter2" not in import_module(f"seedjob.report.{form}").render(verdict)


@pytest.mark.parametrize("link", ["seedjob.toml", "specs/x.yaml"])
def test_nothing_is_read_through_a_link_out_of_the_project(link: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2 hunter2\n")
    root = tmp_path / "project"
    (root / "specs").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "specs" / "a.yaml").write_text(SPEC.replace("SOURCE", '{url: "https://h/a.png"}'))
    (root / link).symlink_to(tmp_path / "secret")
    path = root / (link if link.endswith("yaml") else "specs")
    try:
        shown = import_module("seedjob.report.text").render(load([path]).verdict())
    except Exception as error:  # noqa: BLE001 - a refusal is fine
        shown = str(error)
    assert "hunter2" not in shown


def test_a_picture_of_very_many_pixels_is_warned_of(tmp_path: Path) -> None:
    size = struct.pack("<I", 16382 | 16382 << 14)
    image = b"VP8L" + struct.pack("<I", 10) + b"\x2f" + size + b"\0" * 5
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.webp").write_bytes(b"RIFF" + struct.pack("<I", 22) + b"WEBP" + image)
    (tmp_path / "a.yaml").write_text(SPEC.replace("SOURCE", "{path: a.webp}"))
    load([tmp_path / "a.yaml"])


@pytest.mark.parametrize(
    "value", ["1" * 4_400, "0x" + "f" * 400, "-0x" + "1", "[0x" + "f" * 4_000 + "]"]
)
def test_a_huge_number_in_settings_is_explained(value: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    text = f"[run]\ndeadline = {value}\n"
    assert load_text(text.encode(), tmp_path / "seedjob.toml").code == 2


def test_a_permit_for_a_file_that_is_not_there_is_not_called_unused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    text = SPEC.replace("SOURCE", "{path: gone.png}  # seedjob: allow upstream-pixels")
    loaded = load_text(text.encode(), tmp_path / "a.yaml")
    assert [one.rule for one in loaded.verdict().diagnostics] == ["media-path"]


def test_a_fingerprint_survives_lines_that_move(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    render = import_module("seedjob.report.sarif").render
    prints = []
    for text in ("version: 1\nversion: 1\n", "\n\nversion: 1\nversion: 1\n"):
        told = render(load_text(text.encode(), tmp_path / "a.yaml").verdict())
        prints.append([line for line in told.splitlines() if "seedjob/v1" in line])
    assert prints[0] == prints[1]
