"""Dates, times, ranges and amounts stay on one line: "15-06-2014" is not broken at its hyphen, nor "4-6 uger" before its word.

A browser may break a line at any hyphen between two figures, and no style forbids it, so each gets an element that does. It is
done to the page when it is made, in one place, wherever the words come from; what is read, copied or read aloud is the same.
"""

import re

from flask import Response

_MONTHS = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|"
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
_UNITS = "uger?|måneder?|dage?|timer?|minutter|år|unge|kr\\.|%|weeks?|months?|days?|hours?|minutes|years?"
#: What stays together: a day, a day with the name of its month, a time, an amount or a range with its unit, a range.
_WHOLE = (
    rf"\d{{1,2}}-\d{{1,2}}-\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}\.? (?:{_MONTHS})\b(?: \d{{4}}\b)?|kl\. \d{{1,2}}\.\d\d|"
    rf"\d[\d.,]*(?:-\d[\d.,]*)? (?:{_UNITS})(?!\w)|DKK \d[\d.,]*\d|\d+-\d+"
)
#: What is no running text: it is passed by whole, as each tag is.
_SHUT = "script|style|textarea|title|select|svg"
_PAGE = re.compile(rf"<({_SHUT})\b.*?</\1>|<[^>]*>|(?<![\w-])({_WHOLE})(?![\w-])", re.DOTALL)


def keep_together(page: str) -> str:
    """The same page, with an element around each of what stays together."""
    return _PAGE.sub(_around, page)


def set_together(response: Response) -> Response:
    """For `app.after_request`."""
    if response.mimetype == "text/html" and not (response.is_streamed or response.direct_passthrough):
        response.set_data(keep_together(response.get_data(as_text=True)))
    return response


def _around(found: re.Match[str]) -> str:
    whole = found.group(2)
    return f'<span class="mk-together">{whole}</span>' if whole else found.group()
