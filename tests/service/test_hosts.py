import asyncio

import pytest

from seedjob.errors import DownloadError
from seedjob.service.hosts import find_target, is_public
from tests.service.wire import UNKNOWN_NAME

ADDRESSES = {
    "93.184.216.34": True,
    "2606:2800:220:1:248:1893:25c8:1946": True,
    "198.18.0.5": True,  # what a proxy on this machine answers for public names
    "127.0.0.1": False,
    "0.0.0.0": False,  # noqa: S104 - a value to judge, nothing binds to it
    "10.1.2.3": False,
    "172.16.0.1": False,
    "192.168.1.1": False,
    "169.254.169.254": False,
    "100.64.0.1": False,
    "224.0.0.1": False,
    "255.255.255.255": False,
    "::": False,
    "::1": False,
    "fe80::1": False,
    "fe80::1%eth0": False,
    "fc00::1": False,
    "ff02::1": False,
    "::ffff:127.0.0.1": False,
    "::ffff:10.0.0.1": False,
    "::ffff:93.184.216.34": True,
    "2002:7f00:1::": False,
    "64:ff9b::7f00:1": False,
    "64:ff9b::5db8:d822": True,
}

REFUSED = {
    "http://127.0.0.1/v": "at a private address",
    "https://127.0.0.1/v": "at a private address",
    "https://localhost/v": "at a private address",
    "https://2130706433/v": "at a private address",
    "https://[::1]/v": "at a private address",
    "https://169.254.169.254/latest": "at a private address",
    "http://93.184.216.34:8080/v": "plain http",
    "ftp://example.com/v": "no http",
    "file:///etc/passwd": "no http",
    "//example.com/v": "no http",
    "https://me:secret@example.com/v": "no http",
    "https://[::1/secret": "cannot be read",
    "https://example.com:secret/": "cannot be read",
    f"https://{UNKNOWN_NAME}/secret": f"{UNKNOWN_NAME}:443 cannot be resolved",
    f"https://{'a' * 64}.invalid/secret": "cannot be resolved",
}


@pytest.mark.parametrize(("address", "public"), ADDRESSES.items())
def test_only_the_open_internet_is_public(address: str, *, public: bool) -> None:
    assert public == is_public(address)


@pytest.mark.parametrize(("url", "told"), REFUSED.items())
def test_a_link_that_leads_astray_is_refused_without_its_secrets(url: str, told: str) -> None:
    with pytest.raises(DownloadError) as caught:
        asyncio.run(find_target(url, private_ok=False, by_name_ok=False))

    assert told in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_private_address_is_good_enough_for_a_service_on_loopback() -> None:
    url = "http://127.0.0.1:8080/v?sign=1"
    target = asyncio.run(find_target(url, private_ok=True, by_name_ok=False))

    assert (url, "127.0.0.1", ("127.0.0.1",)) == (target.url, target.host, target.addresses)


def test_a_plain_link_to_a_public_host_is_asked_for_over_tls() -> None:
    url = "http://93.184.216.34:80/v?sign=1"
    target = asyncio.run(find_target(url, private_ok=False, by_name_ok=False))

    assert target.url == "https://93.184.216.34/v?sign=1"


def test_a_name_that_only_the_proxy_knows_goes_through() -> None:
    url = f"https://{UNKNOWN_NAME}/v"
    target = asyncio.run(find_target(url, private_ok=False, by_name_ok=True))

    assert target.addresses == ()
