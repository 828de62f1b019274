"""Serves the page on the loopback address only, and lets nobody hold a connection for nothing."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import socket
import sys
from collections.abc import Callable

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

LOOPBACK = "127.0.0.1"
NAMES = (LOOPBACK, "localhost", "[::1]")
REQUEST_SECONDS = 10.0
"""A browser on the same machine sends a request within milliseconds."""
BODY_SECONDS = 20.0

HEADER_LIMIT_BYTES = 32 * 1024
OPEN_FILES = 4096
"""So that 1,000 idle connections leave room for the next request."""

REASONS = {400: b"Bad Request", 408: b"Request Timeout", 431: b"Request Header Fields Too Large"}


class PatientProtocol(H11Protocol):
    """HTTP with a limit on how long a request may take to arrive."""

    _clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        """Start the clock."""
        super().connection_made(transport)
        self._clock = self.loop.call_later(REQUEST_SECONDS, self._lose_patience)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a request that is all there stops the clock."""
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._stop()

    def on_response_complete(self) -> None:
        """Wait for the next request on this connection."""
        super().on_response_complete()
        self._stop()
        if not self.transport.is_closing():
            self._clock = self.loop.call_later(BODY_SECONDS, self._lose_patience)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, with the status that h11 proposes."""
        trouble = sys.exc_info()[1]
        hint = trouble.error_status_hint if isinstance(trouble, h11.RemoteProtocolError) else 400
        self._refuse(hint if hint in REASONS else 400)

    def _stop(self) -> None:
        if self._clock:
            self._clock.cancel()
            self._clock = None

    def _lose_patience(self) -> None:
        if not self.transport.is_closing():
            self._refuse(408)

    def _refuse(self, status: int) -> None:
        line = b"HTTP/1.1 %d %s\r\n" % (status, REASONS[status])
        self.transport.write(line + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()


def bind(port: int) -> socket.socket:
    """A socket on the loopback address; port 0 takes one that is free.

    Raises:
        OSError: the port is taken.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind((LOOPBACK, port))
    return found


def hosts_of(port: int) -> frozenset[str]:
    """What a Host header may say."""
    return frozenset(f"{name}:{port}" for name in NAMES)


def serve(app: ASGIApp, bound: socket.socket, started: Callable[[], None]) -> None:
    """Answer requests until the process is told to end."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < OPEN_FILES:
        more = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=1024,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=HEADER_LIMIT_BYTES,
    )
    server = uvicorn.Server(config)

    async def run() -> None:
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.02)
        started()
        await serving

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())
