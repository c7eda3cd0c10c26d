from fractions import Fraction
from pathlib import Path

import av
import pytest

from seedjob.errors import MediaError
from seedjob.media.digest import hash_file
from seedjob.media.probe import VideoFacts, probe_video


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    rate = Fraction(30000, 1001)
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for index in range(30):
            frame = av.VideoFrame(64, 48, "yuv420p")
            frame.pts, frame.time_base = index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "sound.mov"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame(format="s16", layout="mono", samples=1024)
        frame.sample_rate, frame.pts = 8000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_a_video_tells_what_it_is(clip: Path) -> None:
    assert VideoFacts(64, 48, 1.001, 29.97, "h264") == probe_video(clip)


def test_sound_alone_is_no_video(sound: Path) -> None:
    with pytest.raises(MediaError, match=r"'sound.mov' holds no video frame"):
        probe_video(sound)


def test_a_playlist_opens_no_other_file(clip: Path, tmp_path: Path) -> None:
    playlist = tmp_path / "list.mp4"
    playlist.write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{clip}\n#EXT-X-ENDLIST\n", "utf-8"
    )

    with pytest.raises(MediaError, match="is no video that plays"):
        probe_video(playlist)


@pytest.mark.parametrize("size", [0, 1, 8, 100, 600])
def test_a_beginning_is_no_video(clip: Path, tmp_path: Path, size: int) -> None:
    short = tmp_path / "short.mp4"
    short.write_bytes(clip.read_bytes()[:size])

    with pytest.raises(MediaError, match=r"'short.mp4'"):
        probe_video(short)


def test_frames_of_nothing_are_no_video(clip: Path, tmp_path: Path) -> None:
    data = clip.read_bytes()
    at = data.index(b"mdat") + 4
    hollow = tmp_path / "hollow.mp4"
    hollow.write_bytes(data[:at] + bytes(len(data) - at))

    with pytest.raises(MediaError, match=r"'hollow.mp4'"):
        probe_video(hollow)


@pytest.mark.parametrize("junk", [b"<html></html>", b"{}", b"\x00" * 5000, b"\xff" * 5000])
def test_junk_is_no_video(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "junk.mp4"
    path.write_bytes(junk)

    with pytest.raises(MediaError, match=r"'junk.mp4' is no video that plays"):
        probe_video(path)


@pytest.mark.parametrize("name", ["missing.mp4", "."])
def test_what_cannot_be_read_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(MediaError, match="cannot read"):
        probe_video(tmp_path / name)


def test_a_file_is_hashed_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")

    assert hash_file(path) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        3,
    )


@pytest.mark.parametrize("name", ["missing", "folder"])
def test_what_is_no_file_has_no_hash(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()

    with pytest.raises(MediaError, match=f"'{name}' is no file"):
        hash_file(tmp_path / name)
