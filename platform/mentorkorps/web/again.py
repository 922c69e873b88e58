"""The page that a form belongs to: where somebody goes on after a form was refused, and where the browser's Back leads."""

from flask import current_app, request


def page_of_form() -> str | None:
    """The nearest page at or above the address that a form was sent to; None where no form was sent, or there is no page."""
    if not request or request.method != "POST":
        return None
    addresses, path = current_app.create_url_adapter(request), request.path
    while addresses and path.count("/") > 2:
        if addresses.test(path, "GET"):
            return path
        path = path.rsplit("/", 1)[0]
    return None
