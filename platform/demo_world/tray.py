"""The demo's own pages: the story, the clock and the mail tray."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_date, format_datetime
from flask import Blueprint, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from demo_world.cast import CAST, GUESTS
from demo_world.declined import DeclinedError
from demo_world.letters import pieces_of
from demo_world.mailbox import Mailbox
from demo_world.programme_clock import STEPS, ProgrammeClock
from demo_world.story import sign_in_link, steps
from demo_world.walk import Walk

PAGE = 10
API_PAGE = 200
LONGEST_WAIT = 30.0
LOOK_AGAIN = 1.5  # seconds between two looks at a clock that is on its way
HEADER_NAMES = {
    "From": "Fra",
    "To": "Til",
    "Cc": "Kopi til",
    "Reply-To": "Svar til",
    "Subject": "Emne",
    "Date": "Sendt",
}
tray = Blueprint("tray", __name__)


@dataclass(frozen=True)
class Table:
    """What the pages show."""

    web: str
    clock: ProgrammeClock
    mailbox: Mailbox
    walk: Walk


def table() -> Table:
    """The table of the running world."""
    found = current_app.extensions["tray"]
    assert isinstance(found, Table)
    return found


@tray.get("/")
def front() -> ResponseReturnValue:
    """The demo's front page."""
    to, skipped = request.args.get("til", ""), max(0, request.args.get("fra", 0, type=int))
    entries = table().mailbox.entries(to=_addresses(to))
    return render_template(
        "front.html",
        web=table().web,
        now=table().clock.now(),
        clock_steps=STEPS,
        walk=table().walk,
        story=steps(),
        organisations=CAST.values(),
        guests=GUESTS,
        sign_in_link=sign_in_link,
        to=to,
        entries=entries[skipped : skipped + PAGE],
        newer=max(0, skipped - PAGE) if skipped else None,
        older=skipped + PAGE if len(entries) > skipped + PAGE else None,
        count=len(entries),
    )


@tray.get("/post/<int:number>")
def letter(number: int) -> ResponseReturnValue:
    """One mail, opened."""
    found = table().mailbox.open(number)
    if found is None:
        abort(404)
    return render_template(
        "letter.html",
        letter=found,
        header_names=HEADER_NAMES,
        text=list(pieces_of(found.text)),
        html=list(pieces_of(found.html_as_text)),
    )


@tray.post("/ur")
def move_clock() -> ResponseReturnValue:
    """The clock moves on by the step named on the button. DeclinedError from another site, and for any other step."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise DeclinedError("Uret kan kun stilles fra demoens egen side.", status=403)
    table().walk.begin(request.form.get("skridt", ""))
    return redirect(url_for(".clock_on_its_way"), 303)


@tray.get("/ur")
def clock_on_its_way() -> ResponseReturnValue:
    """How far the clock has come, shown anew until it stands still; then the front page."""
    walk = table().walk
    if walk.wait(LOOK_AGAIN):
        return redirect(url_for(".front", stillet=None if walk.trouble else "1", _anchor="ur"), 303)
    page = render_template("on_its_way.html", now=table().clock.now(), walk=walk)
    return page, {"Refresh": "0"}


@tray.get("/api/mails")
def mails() -> ResponseReturnValue:
    """The newest mails as JSON: `?to=` one address, `?after=` a number, `?wait=` seconds for the first to arrive."""
    to, after = request.args.get("to", ""), request.args.get("after", 0, type=int)
    seconds = min(LONGEST_WAIT, max(0.0, request.args.get("wait", 0.0, type=float)))
    entries = table().mailbox.wait_for(to=[to] if to else [], after=after, seconds=seconds)
    opened = (_as_json(entry.id) for entry in entries[:API_PAGE])
    return jsonify([mail for mail in opened if mail is not None])


@tray.get("/api/clock")
def clock() -> ResponseReturnValue:
    """The programme's time as JSON."""
    return jsonify(now=table().clock.now().isoformat(), offset=table().clock.offset())


@tray.app_template_filter("recipient")
def recipient(address: str) -> str:
    """The address; of a text message to one of the cast the name, too."""
    known = next((f"{guest.name}, {guest.phone_as_read}" for guest in GUESTS if guest.phone == address), address)
    return f"{known} (sms)" if address.startswith("+") else known


@tray.app_template_filter("danish_day")
def danish_day(moment: datetime) -> str:
    """As in: søndag den 15. juni 2014."""
    return format_date(moment.date(), "full", locale="da")


@tray.app_template_filter("danish_moment")
def danish_moment(moment: datetime) -> str:
    """As in: 15. jun. 2014 kl. 14.05."""
    return format_datetime(moment, "d. MMM yyyy 'kl.' HH.mm", locale="da")


def _addresses(to: str) -> tuple[str, ...]:
    """Where post to the person with that mail address arrives: a guest's text messages are theirs, too."""
    return next((guest.addresses for guest in GUESTS if guest.email == to.lower()), (to,) if to else ())


def _as_json(number: int) -> dict[str, Any] | None:
    found = table().mailbox.open(number)
    if found is None:
        return None
    about = asdict(found.entry) | {"received_at": found.entry.received_at.isoformat()}
    return about | {
        "headers": dict(found.headers),
        "text": found.text,
        "html_as_text": found.html_as_text,
        "links": found.links,
        "attachments": found.attachments,
    }
