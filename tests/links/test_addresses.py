"""The deny list, range by range, and every way to write an address that a resolver would understand."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from generator.links.addresses import DENIED, denied, literal

DENY = [
    *("0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200", "100.127.255.255"),
    *("127.0.0.1", "127.255.255.255", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255"),
    *("192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.0.255", "192.0.2.1", "192.31.196.1", "192.52.193.1"),
    *("192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1", "198.18.0.1", "198.19.255.255"),
    *("198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::7f00:1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8"),
    *("64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378::1", "2001:10::1"),
    *("2001:20::1", "2001:2::1", "2001:1ff:ffff::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1"),
    *("2620:4f:8000::1", "3fff::1", "3fff:fff::1", "5f00::1", "fc00::1", "fdff::1", "fe80::1", "fe80::1%eth0"),
    *("febf::1", "fec0::1", "ff02::1", "ffff::1", "4000::1", "1000::1", "8000::1"),
]
ALLOW = [
    *("1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"),
    *("128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0"),
    *("192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"),
    *(
        "2001:200::1",
        "2001:db7::1",
        "2001:db9::1",
        "2003::1",
        "2400:3200::1",
        "2606:4700::1",
        "3ffe::1",
        "2620:4f:8001::1",
    ),
]


@pytest.mark.parametrize("address", DENY)
def test_denied(address: str) -> None:
    assert denied(ip_address(address))


@pytest.mark.parametrize("address", ALLOW)
def test_public(address: str) -> None:
    assert denied(ip_address(address)) is None


@pytest.mark.parametrize("network", DENIED)
def test_both_ends_of_every_range(network: object) -> None:
    found = ip_network(str(network))
    assert denied(found[0])
    assert denied(found[-1])


def test_what_is_permitted_is_just_that() -> None:
    loopback = (ip_network("127.0.0.1/32"),)
    assert denied(ip_address("127.0.0.1"), loopback) is None
    assert denied(ip_address("127.0.0.2"), loopback)
    assert denied(ip_address("::1"), loopback)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        *[(host, "127.0.0.1") for host in ("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.1", "0x7f000001")],
        *[
            (host, "127.0.0.1")
            for host in ("0177.0.0.1", "017700000001", "0X7F.0.0.1", "127.0.0.1.", "0x7f.0x0.0x0.0x1")
        ],
        *[(host, "0.0.0.0") for host in ("0", "0x", "0.0", "0.0.0.0")],
        ("169.254.43518", "169.254.169.254"),
        ("0x64.0x64.0x64.0xc8", "100.100.100.200"),
        ("3232235521", "192.168.0.1"),
        ("8.8.8.8", "8.8.8.8"),
        ("::1", "::1"),
        ("::ffff:7f00:1", "::ffff:127.0.0.1"),
    ],
)
def test_every_way_to_write_an_address(host: str, address: str) -> None:
    assert literal(host) == ip_address(address)


@pytest.mark.parametrize(
    "host", ["city.example", "127.0.0.1.example", "0x7f.1.example", "a.1x", "x127", "1.2.3.4a", "f"]
)
def test_names(host: str) -> None:
    assert literal(host) is None


@pytest.mark.parametrize(
    "host", ["256.1.1.1", "1.2.3.4.5", "08.1", "1..1", "a.1", "4294967296", "1.16777216", "0x100.1.1.1", "::g"]
)
def test_what_ends_in_a_number_and_is_no_address(host: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of several makers, with words of their own
        literal(host)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("64:ff9b::7f00:1", "NAT64"),
        ("2002:7f00:1::", "6to4"),
        ("::ffff:127.0.0.1", "IPv4-mapped"),
        ("100.100.100.200", "shared (carrier NAT, cloud metadata)"),
        ("192.0.0.8", "protocol assignments"),
        ("fe80::1", "link-local"),
        ("fd00::1", "unique local"),
        ("4000::1", "not global unicast"),
    ],
)
def test_each_range_stands_by_itself(address: str, name: str) -> None:
    """What lies outside 2000::/3 would be refused anyway; the named ranges do not rely on that."""
    assert denied(ip_address(address)) == name
