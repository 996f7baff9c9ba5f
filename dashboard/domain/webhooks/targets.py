"""Where messages may go: addresses that an administrator names, and no others.

What a name stands for is looked at each time, since it can be pointed elsewhere after it was taken.
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final
from urllib.parse import urlsplit

from dashboard.domain.text import Text
from dashboard.errors import BadInput

URL_LENGTH: Final = 500
_URL: Final = Text(
    "地址须以 https:// 或 http:// 开头，如 https://bureau.example/hook",
    "url: it begins with https:// or http://, such as https://bureau.example/hook",
)
_NO_USER: Final = Text("地址中不能有用户名和密码：消息靠签名证明来源", "url: no user or password; messages are signed")
_NO_PART: Final = Text("地址中不能有 # 和空白", "url: without # and blanks")
_TOO_LONG: Final = Text(f"地址最多 {URL_LENGTH} 字", f"url: at most {URL_LENGTH} characters")


def checked_url(url: str) -> str:
    """Return the address as it is kept. Raises BadInput with what is wrong."""
    plain = url.strip()
    if len(plain) > URL_LENGTH:
        raise BadInput(_TOO_LONG)
    try:
        parts = urlsplit(plain)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise BadInput(_URL) from error
    if not is_whole:
        raise BadInput(_URL)
    if parts.username is not None or parts.password is not None:
        raise BadInput(_NO_USER)
    if "#" in plain or not plain.isascii() or not plain.isprintable() or " " in plain:
        raise BadInput(_NO_PART)
    return plain


def may_reach(address: IPv4Address | IPv6Address, scheme: str, networks: Collection[IPv4Network | IPv6Network]) -> bool:
    """Return whether a message may go to this address.

    Where networks are named, to these and no others; else anywhere but this machine and its link. Without TLS it goes
    to private addresses only: whoever listens on the way would read it.
    """
    plain = address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    if plain.is_multicast or plain.is_unspecified or plain.is_link_local:
        return False
    if networks:
        named = any(plain.version == network.version and plain in network for network in networks)
        return named and (scheme == "https" or plain.is_private)
    return not plain.is_loopback and (scheme == "https" or plain.is_private)
