"""What every answer says to the browser: load from us only, frame nothing, keep nothing, tell nobody."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Response, current_app, g, request

TWO_YEARS = 63_072_000
CONTENT_SECURITY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def set_headers(response: Response) -> Response:
    """For `app.after_request`, errors too. `g.form_action` names further origins (one, or several) that a form of this
    page may lead to, such as the tenant's sign-in provider: Chromium follows form-action through redirects."""
    response.headers["Content-Security-Policy"] = content_security(g.get("form_action", ()))
    for name, value in FIXED.items():
        response.headers[name] = value
    if request.is_secure or current_app.extensions["mentorkorps"].base_url.startswith("https:"):  # the proxy may not say
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def content_security(form_action: str | Iterable[str] = ()) -> str:
    """The policy as one line, with the origins of `form_action` beside our own."""
    extra = [form_action] if isinstance(form_action, str) else list(form_action)
    origins = sorted({_origin(address) for address in extra if address})
    rules = {**CONTENT_SECURITY, "form-action": " ".join(["'self'", *origins])}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _origin(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or set(parts.netloc) & set("@;, \t\r\n'\""):
        raise ValueError(f"not an address a form may lead to: {address!r}")
    return f"{parts.scheme}://{parts.netloc}"
