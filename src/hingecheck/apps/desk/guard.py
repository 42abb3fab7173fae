"""Who may speak to the desk: this machine's browser that was handed the token, and its own pages alone.

A page of another site can make a browser send requests here, by name tricks (DNS rebinding) or by forms and sockets
across sites. So the name that was asked for must be this machine's, whoever changes something or opens a socket must
come from the desk's own pages, and everything needs the session's cookie, which no other site's page gets sent.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Names of this machine; nothing else is served.
HOSTS = ("127.0.0.1", "localhost", "[::1]")
#: The desk's own pages: nothing from elsewhere, no script or style that is not a file of ours.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: A report is one file with all in it, whoever opens it: it may draw and play, and speak to nobody.
REPORT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
}


class Keys:
    """The one-time token and the session that it buys.

    Parameters
    ----------
    port : int
        That is served: browsers keep cookies by name alone, and two desks may be open.
    """

    def __init__(self, port: int) -> None:
        self.cookie = f"hingecheck_desk_{port}"
        self.token = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)
        self._used = False

    def buy(self, token: str) -> str | None:
        """The session's key for the token, once; None for a wrong one, or the second time."""
        if self._used or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self._used = True
        return self._session

    def opens(self, cookie: str) -> bool:
        """Whether a cookie is the session's."""
        return hmac.compare_digest(cookie.encode("utf-8", "replace"), self._session.encode())


class Guard:
    """ASGI middleware that refuses what does not come from the desk's own pages.

    Parameters
    ----------
    app : ASGIApp
    keys : Keys
    port : int
        The one that is served.
    """

    def __init__(self, app: ASGIApp, keys: Keys, port: int) -> None:
        self._app, self._keys = app, keys
        self._hosts = {f"{host}:{port}" for host in HOSTS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        why = self._why_not(scope)
        if why is None:
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": why})
        else:
            await _refuse(_with_headers(send), why)

    def _why_not(self, scope: Scope) -> str | None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._hosts:
            return "this desk is served to this machine alone, under 127.0.0.1"
        changes = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if (changes or origin is not None) and origin != f"http://{host}":
            return "another site's page may not do that"
        if scope["path"] == "/enter" and not changes:
            return None
        return (
            None
            if self._keys.opens(_cookie(headers.get("cookie", ""), self._keys.cookie))
            else ("open the desk by the address that 'hingecheck app' gave; it works once, so start it again")
        )


def _cookie(header: str, name: str) -> str:
    """One cookie of a header; those of other ports of this machine come with it, whatever is in them."""
    from starlette.requests import cookie_parser

    return cookie_parser(header).get(name, "")


async def _refuse(send: Send, why: str) -> None:
    body = f"Refused: {why}.\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _with_headers(send: Send) -> Send:
    """Every answer says what its page may do."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            _add(message)
        await send(message)

    return sending


def _add(message: MutableMapping[str, Any]) -> None:
    given = {name.lower() for name, _ in message.get("headers", [])}
    ours = {**HEADERS, "content-security-policy": PAGE_POLICY}
    more = [(n.encode(), value.encode()) for n, value in ours.items() if n.encode() not in given]
    message["headers"] = [*message.get("headers", []), *more]
