"""An https link is fetched from the address that was judged, and trusted by its name alone."""

import asyncio
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from seedjob.errors import DownloadError
from seedjob.service.download import open_media
from seedjob.service.transport import find_carrier
from tests.service.wire import http

OPENSSL = shutil.which("openssl") or ""
pytestmark = pytest.mark.skipif(not OPENSSL, reason="no openssl makes certificates here")


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a certificate for a name, trusted by itself, and its key."""
    made, key = folder / f"{name}.pem", folder / f"{name}.key"
    words = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={name}")
    files = ("-addext", f"subjectAltName=DNS:{name}", "-keyout", str(key), "-out", str(made))
    subprocess.run([OPENSSL, *words, *files], check=True, capture_output=True)
    return made, key


async def fetch(path: Path, own: tuple[Path, Path], transport: str) -> list[str | None]:
    """Fetch `https://localhost` from a host of this certificate; tells the names asked for."""
    names: list[str | None] = []
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*own)
    tls.sni_callback = lambda _socket, name, _context: names.append(name)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(http(b"\0\0\0\x20ftypisom"))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    async with server, open_media(private_ok=True, carrier=find_carrier(transport)) as media:
        await media.download(f"https://localhost:{port}/v", path)
    return names


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
def test_a_host_is_trusted_by_the_name_in_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transport: str
) -> None:
    pytest.importorskip(transport)
    own = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(own[0]))

    assert {"localhost"} == set(asyncio.run(fetch(tmp_path / "p", own, transport)))


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
def test_a_host_of_another_name_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transport: str
) -> None:
    pytest.importorskip(transport)
    other = certificate(tmp_path, "other.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other[0]))

    with pytest.raises(DownloadError, match=r"the certificate of localhost:[0-9]+ is not trusted"):
        asyncio.run(fetch(tmp_path / "p", other, transport))


@pytest.mark.parametrize("transport", ["httpx", "aiohttp"])
def test_a_certificate_of_nobody_is_not_trusted(tmp_path: Path, transport: str) -> None:
    pytest.importorskip(transport)

    with pytest.raises(DownloadError, match=r"the certificate of localhost:[0-9]+ is not trusted"):
        asyncio.run(fetch(tmp_path / "p", certificate(tmp_path, "localhost"), transport))
