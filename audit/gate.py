"""Who may ask for what: the right host, the token of this start, and no other page's script."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT_BYTES = 256 * 1024
"""A group of 500 decisions takes 100 KiB."""

SAFE = frozenset(("GET", "HEAD"))
JSON = b"application/json"

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
"""On every answer, errors included. `font-src` is for the Bangla font that comes with the page."""


class _TooLarge(Exception):
    """The body grew beyond the limit while it was read."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets through what comes from this page only; everything else ends here, without a body."""

    app: ASGIApp
    hosts: frozenset[str]
    """`127.0.0.1:8000` and its other names, exactly."""
    token: str
    cookie: str
    """The name of the cookie that holds the token once the printed address was opened."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = self._refusal(scope)
        if status:
            await _answer(send, status)
            return
        try:
            await self.app(scope, _limited(receive), _with_headers(send))
        except _TooLarge:
            await _answer(send, 413)

    def _refusal(self, scope: Scope) -> int:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value)
        hosts = headers.get(b"host", [])
        if len(hosts) != 1 or hosts[0].decode("latin-1") not in self.hosts:
            return 421
        if not scope["raw_path"].startswith(b"/"):
            return 421
        length = headers.get(b"content-length", [b"0"])[0]
        if not length.isdigit() or int(length) > BODY_LIMIT_BYTES:
            return 413
        host = hosts[0].decode("latin-1")
        if scope["method"] not in SAFE and not _is_own(headers, host):
            return 403
        entering = scope["path"] == "/" and scope["query_string"].startswith(b"token=")
        if entering and scope["method"] in SAFE:
            return 0
        return 0 if self._knows(headers) else 403

    def _knows(self, headers: Mapping[bytes, list[bytes]]) -> bool:
        for line in headers.get(b"cookie", []):
            try:
                morsel = SimpleCookie(line.decode("latin-1")).get(self.cookie)
            except CookieError:
                continue
            if morsel and self.is_token(morsel.value):
                return True
        return False

    def is_token(self, said: str) -> bool:
        """Whether it is the token of this start, compared in constant time."""
        return hmac.compare_digest(said.encode(), self.token.encode())


def _is_own(headers: Mapping[bytes, list[bytes]], host: str) -> bool:
    """Whether an unsafe request comes from a page of this server, and holds JSON."""
    sites = headers.get(b"sec-fetch-site", [])
    origins = headers.get(b"origin", [])
    kinds = headers.get(b"content-type", [])
    return (
        sites in ([b"same-origin"], [b"none"])
        and origins == [f"http://{host}".encode("latin-1")]
        and len(kinds) == 1
        and kinds[0].partition(b";")[0].strip().lower() == JSON
    )


def _limited(receive: Receive) -> Receive:
    """The body, counted: a length that is not told is no way around the limit."""
    count = 0

    async def counted() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        if count > BODY_LIMIT_BYTES:
            raise _TooLarge
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def added(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            more = [
                (name.encode(), value.encode())
                for name, value in HEADERS.items()
                if name.encode() not in own
            ]
            message["headers"] = [*message["headers"], *more]
        await send(message)

    return added


async def _answer(send: Send, status: int) -> None:
    headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    headers.append((b"content-length", b"0"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
