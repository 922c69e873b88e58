"""Which page of a long list is asked for."""

from flask import request


def page_of(count: int, per_page: int) -> tuple[int, int]:
    """The page that `?side=` asks for, kept between the first and the last, and how many there are."""
    pages = max(1, -(-count // per_page))
    return min(max(request.args.get("side", 1, int), 1), pages), pages
