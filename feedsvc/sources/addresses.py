"""Which addresses may be connected to: public ones, and those that the configuration allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# The registries of special addresses (RFC 6890), with what they call global but no web site is at: relays, and the
# addresses of name servers that answer for nobody. The `is_global` of Python follows another list.
_SPECIAL_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # in no registry: the inner services of machines at one large host
    )
)  # fmt: skip

# Of version 6 only this was ever given to networks. Without it go ::/8 with all that embeds version 4, unique local,
# link and site local addresses, multicast and segment routing.
_GIVEN_6 = IPv6Network("2000::/3")
_SPECIAL_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols, Teredo and benchmarks among them
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
# A network without version 4 reaches every site of version 4 by these (RFC 6052).
_TRANSLATED = IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet; a translated one when what it stands for is."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _SPECIAL_4)
    if address in _TRANSLATED:
        return is_public(IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in _GIVEN_6 and not any(address in network for network in _SPECIAL_6)


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be reached beyond public addresses: hosts by their names, and networks."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def permits(self, host: str, address: Address) -> bool:
        """Whether this address of a host may be connected to though it is not public."""
        if host.lower().rstrip(".") in self.hosts:
            return True
        return any(address.version == network.version and address in network for network in self.networks)


def reach_of(entries: Iterable[str]) -> Reach:
    """Return what a list of host names, addresses and networks allows."""
    hosts: set[str] = set()
    networks: list[Network] = []
    for entry in entries:
        try:
            networks.append(ip_network(entry))
        except ValueError:
            hosts.add(entry.lower().rstrip("."))
    return Reach(frozenset(hosts), tuple(networks))
