"""Which page of a long list is asked for."""

from flask import request

MOST_PAGES = 50  # what is put together from several tenants is read from its beginning: further nobody looks


def page_of(count: int, per_page: int) -> tuple[int, int]:
    """The page that `?side=` asks for, kept between the first and the last, and how many there are."""
    pages = max(1, -(-count // per_page))
    return min(max(_asked(), 1), pages), pages


def up_to(per_page: int) -> int:
    """How many lines from the beginning reach to the end of the page that is asked for."""
    return per_page * min(max(_asked(), 1), MOST_PAGES)


def _asked() -> int:
    return request.args.get("side", 1, int)
