"""Where a request comes from: the address that connects, or what a proxy of ours says of it."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

from flask import Request

from docgen.settings import Network


def address_of(request: Request, proxies: Sequence[Network]) -> str:
    """Return a client's address.

    Behind a proxy of ours it is the last address of `X-Forwarded-For` that no proxy of ours has:
    what stands before it was written by the client.
    """
    address = request.remote_addr or ""
    told = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    while told and _is_ours(address, proxies):
        last = told.pop()
        if _read(last) is None:
            break
        address = last
    return address


def _is_ours(address: str, proxies: Sequence[Network]) -> bool:
    read = _read(address)
    return read is not None and any(read in network for network in proxies)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    try:
        read = ip_address(address)
    except ValueError:
        return None
    return (read.ipv4_mapped if isinstance(read, IPv6Address) else None) or read
