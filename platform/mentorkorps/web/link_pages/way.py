"""Where an answer leads."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue


def thanked() -> ResponseReturnValue:
    """To the thanks of this link."""
    return redirect(url_for("links.thanks", **_here()), 303)


def again() -> ResponseReturnValue:
    """To this link's page once more."""
    return redirect(url_for("links.show", **_here()), 303)


def _here() -> dict[str, Any]:
    return dict(request.view_args or {})
