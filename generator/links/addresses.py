"""Which addresses may be asked: public ones by our own list, for the standard library's ideas of "private" have gaps.

Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and later), as of 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: Never asked, with the name of each range.
DENIED: dict[Network, str] = {
    ip_network(network): name
    for network, name in {
        "0.0.0.0/8": "this network",
        "10.0.0.0/8": "private",
        "100.64.0.0/10": "shared (carrier NAT, cloud metadata)",
        "127.0.0.0/8": "loopback",
        "169.254.0.0/16": "link-local (cloud metadata)",
        "172.16.0.0/12": "private",
        "192.0.0.0/24": "protocol assignments",
        "192.0.2.0/24": "documentation",
        "192.31.196.0/24": "AS112",
        "192.52.193.0/24": "AMT",
        "192.88.99.0/24": "6to4 relay",
        "192.168.0.0/16": "private",
        "192.175.48.0/24": "AS112",
        "198.18.0.0/15": "benchmarking",
        "198.51.100.0/24": "documentation",
        "203.0.113.0/24": "documentation",
        "224.0.0.0/4": "multicast",
        "240.0.0.0/4": "reserved, broadcast",
        "::/128": "unspecified",
        "::1/128": "loopback",
        "::/96": "IPv4-compatible",
        "::ffff:0:0/96": "IPv4-mapped",
        "::ffff:0:0:0/96": "IPv4-translated",
        "64:ff9b::/96": "NAT64",
        "64:ff9b:1::/48": "NAT64, local",
        "100::/64": "discard",
        "2001::/23": "protocol assignments (Teredo, ORCHID)",
        "2001:db8::/32": "documentation",
        "2002::/16": "6to4",
        "2620:4f:8000::/48": "AS112",
        "3fff::/20": "documentation",
        "5f00::/16": "segment routing",
        "fc00::/7": "unique local",
        "fe80::/10": "link-local",
        "fec0::/10": "site-local",
        "ff00::/8": "multicast",
    }.items()
}
#: A part of an address as resolvers have always read it: decimal, octal, hexadecimal.
NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
#: Of IPv6 nothing else is handed out as global unicast.
GLOBAL_UNICAST = IPv6Network("2000::/3")


def denied(address: Address, permitted: Sequence[Network] = ()) -> str | None:
    """Why an address may not be asked; None when it is public. ``permitted`` is for tests on the loopback."""
    if isinstance(address, IPv6Address) and address.scope_id:
        return "scoped"
    if any(address in network for network in permitted if network.version == address.version):
        return None
    for network, name in DENIED.items():
        if network.version == address.version and address in network:
            return name
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return "not global unicast"
    return None


def literal(host: str) -> Address | None:
    """The address that a host is, in any way a resolver would read it: ``127.1``, ``0x7f.1``, ``2130706433``.

    None for a name. ValueError for what ends in a number and is no address.
    """
    if ":" in host:
        return ip_address(host)
    parts = host.removesuffix(".").split(".")
    if not _is_number(parts[-1]):
        return None
    if len(parts) > 4 or not all(map(_is_number, parts)):
        raise ValueError(host)
    *first, last = map(_number, parts)
    if any(part > 255 for part in first) or last >= 256 ** (5 - len(parts)):
        raise ValueError(host)
    return IPv4Address(last + sum(part * 256 ** (3 - index) for index, part in enumerate(first)))


def _is_number(part: str) -> bool:
    return NUMBER.fullmatch(part) is not None


def _number(part: str) -> int:
    lower = part.lower()
    if lower.startswith("0x"):
        return int(lower[2:] or "0", 16)
    if len(part) > 1 and part.startswith("0"):
        return int(part, 8)
    return int(part)
