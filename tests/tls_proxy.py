"""A proxy that ends TLS before a web server, as one in production does, with a certificate of its own authority."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_YEARS: Final = timedelta(days=3650)
_BEGAN: Final = datetime(2026, 1, 1, tzinfo=UTC)


class Certificate(NamedTuple):
    """Files in PEM: certificate and key of a server, and the authority that vouches for them."""

    chain: Path
    key: Path
    authority: Path


def certify(folder: Path, name: str) -> Certificate:
    """Make an authority, and a certificate of it for a host name."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of the tests")])
    authority = (
        _draft(issuer, issuer, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    server = (
        _draft(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), issuer, key.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    made = Certificate(folder / "server.pem", folder / "server.key", folder / "authority.pem")
    made.chain.write_bytes(server.public_bytes(Encoding.PEM))
    made.authority.write_bytes(authority.public_bytes(Encoding.PEM))
    made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return made


def _draft(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    draft = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    return draft.serial_number(x509.random_serial_number()).not_valid_before(_BEGAN).not_valid_after(_BEGAN + _YEARS)


class TlsProxy:
    """Passes each connection on to the server on `port`, coming itself from `address`.

    To what the client says of earlier proxies it adds the client's address, as nginx does by
    `$proxy_add_x_forwarded_for`, and it says itself that the request came over https.
    """

    def __init__(self, port: int, address: str, certificate: Certificate) -> None:
        self._port, self._address = port, address
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate.chain, certificate.key)
        self._open: set[asyncio.Task[None]] = set()

    async def listen(self) -> asyncio.Server:
        """Begin to take connections on a free port."""
        return await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._context)

    async def all_over(self) -> None:
        """Return when every connection has ended, as they do when their clients are gone."""
        await asyncio.gather(*self._open)

    async def _serve(self, client: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        task: asyncio.Task[None] | None = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        writers, peer = [answer], answer.get_extra_info("peername")
        with suppress(OSError, asyncio.IncompleteReadError):
            head = await client.readuntil(b"\r\n\r\n")
            there, to_there = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(self._address, 0))
            writers.append(to_there)
            to_there.write(self._with_headers(head, peer[0]))
            await asyncio.gather(_pass_on(client, to_there), _pass_on(there, answer))
        for writer in writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        self._open.discard(task)

    @staticmethod
    def _with_headers(head: bytes, came_from: str) -> bytes:
        """The request with what a proxy says; connections are for one request, or for one websocket."""
        lines = head[:-4].split(b"\r\n")
        said = [line for line in lines[1:] if line.lower().startswith(b"x-forwarded-for:")]
        earlier = said[0].partition(b":")[2].strip() + b", " if said else b""
        dropped = (b"x-forwarded-for:", b"x-forwarded-proto:")
        kept = [line for line in lines if not line.lower().startswith(dropped)]
        if not any(line.lower().startswith(b"upgrade:") for line in kept):
            kept = [line for line in kept if not line.lower().startswith(b"connection:")] + [b"Connection: close"]
        kept += [b"X-Forwarded-For: " + earlier + came_from.encode(), b"X-Forwarded-Proto: https"]
        return b"\r\n".join(kept) + b"\r\n\r\n"


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
        target.close()


@contextmanager
def running(proxy: TlsProxy) -> Iterator[int]:
    """The port on which the proxy listens, in a thread of its own; ends when its clients are gone."""
    begun: Queue[tuple[int, Callable[[], object]]] = Queue()

    async def serve() -> None:
        ends, loop = asyncio.Event(), asyncio.get_running_loop()
        async with await proxy.listen() as server:
            begun.put((server.sockets[0].getsockname()[1], lambda: loop.call_soon_threadsafe(ends.set)))
            await ends.wait()
            await proxy.all_over()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    port, end = begun.get()
    yield port
    end()
    thread.join()
