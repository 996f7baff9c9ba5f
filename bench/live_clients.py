"""Clients of the live channel that take every frame and do nothing with it; tells how many are still there."""

from __future__ import annotations

import asyncio
import os
import sys

TOKEN = "BENCH_TOKEN"
"""The variable with the API token."""

HANDSHAKE = (
    "GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: eGl1aHVhLWJlbmNoLWtleQ==\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n"
)


async def listen(port: int) -> None:
    """One client, until the server hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HANDSHAKE.format(port=port, token=os.environ[TOKEN]).encode())
    while await reader.read(262_144):
        pass


async def main(port: int, count: int) -> None:
    """All clients, until the standard input ends."""
    clients = [asyncio.create_task(listen(port)) for _ in range(count)]
    await asyncio.to_thread(sys.stdin.read)
    sys.stdout.write(f"{sum(not client.done() for client in clients)}\n")
    sys.stdout.flush()
    for client in clients:
        client.cancel()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
