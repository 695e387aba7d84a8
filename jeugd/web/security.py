"""Headers on every answer, and the door for forms that another site sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jeugd.domain.errors import CrossSite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # no-referrer makes browsers send "Origin: null" with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
_CACHE_CONTROL = b"cache-control"
_NO_STORE = (_CACHE_CONTROL, b"no-store")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def headers(*, is_https: bool) -> dict[str, str]:
    """What every answer bears."""
    return {**HEADERS, "Strict-Transport-Security": STRICT_TRANSPORT} if is_https else HEADERS


class SecurityHeaders:
    """Adds the headers to every answer; pages are ``no-store`` unless a handler says otherwise."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        sent = headers(is_https=is_https).items()
        self._raw = [(name.lower().encode(), value.encode()) for name, value in sent]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = message["headers"]
                is_said = _CACHE_CONTROL in dict(said)
                message["headers"] = [*said, *self._raw] if is_said else [*said, *self._raw, _NO_STORE]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def check_same_site(method: str, sent: Mapping[bytes, bytes], *, has_cookie: bool) -> None:
    """Refuse a form from elsewhere (OWASP, Fetch Metadata). Raises CrossSite.

    ``Sec-Fetch-Site`` decides where the browser sends it; else ``Origin`` must be this host; with neither, a request
    that carries a cookie is refused.
    """
    if method in _SAFE_METHODS:
        return
    site = sent.get(b"sec-fetch-site")
    if site is not None:
        allowed = site in (b"same-origin", b"none")
    elif b"origin" in sent:
        allowed = sent[b"origin"].partition(b"://")[2] == (sent.get(b"host") or None)
    else:
        allowed = not has_cookie
    if not allowed:
        raise CrossSite
