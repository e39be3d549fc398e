"""Which addresses are public, and which the configuration allows."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from feedsvc.sources.addresses import is_public, reach_of

PUBLIC = (
    "8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.17.0.1",
    "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1", "2001:200::1", "64:ff9b::808:808",
)  # fmt: skip

INNER = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1",
    "127.255.255.255", "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192",
    "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::a9fe:a9fe",
    "64:ff9b::7f00:1", "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:0:102:304::1", "2001:2::1", "2001:10::1",
    "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "4000::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
)  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    """Addresses that sites are at, those beside special networks among them."""
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", INNER)
def test_inner(address: str) -> None:
    """Addresses of special networks, and those that stand for one; whatever Python calls them."""
    assert not is_public(ip_address(address))


def test_reach() -> None:
    """Hosts count by their name, whatever its case; networks by their version too; addresses are networks of one."""
    reach = reach_of(["Intranet.example", "10.1.0.0/16", "fd00::/8", "127.0.0.1"])
    permitted = [("intranet.EXAMPLE.", "192.168.0.1"), ("a", "10.1.2.3"), ("a", "fd12::1"), ("a", "127.0.0.1")]
    refused = [("a.intranet.example", "192.168.0.1"), ("a", "10.2.0.1"), ("a", "::1"), ("a", "::ffff:10.1.2.3"),
               ("127.0.0.1", "127.0.0.2")]  # fmt: skip
    assert all(reach.permits(host, ip_address(address)) for host, address in permitted)
    assert not any(reach.permits(host, ip_address(address)) for host, address in refused)
    assert not reach_of([]).permits("localhost", ip_address("127.0.0.1"))
