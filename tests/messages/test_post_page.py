"""What did not get through is read a page at a time, over all the tenants the house serves."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from mentorkorps.clock import now
from tenants import outbox
from tenants.outbox import OutboxItem
from tenants.scope import acting_for, db
from tests.cast import tenant


def test_what_gave_up_comes_a_page_at_a_time_the_newest_first(as_cille: FlaskClient) -> None:
    for count, slug in ((40, "svendborg"), (30, "nyborg")):
        with acting_for(tenant(slug)):
            outbox.post_all([("mail", f"lost:{n}", {}, now()) for n in range(count)])
            for n, item in enumerate(db.session.scalars(select(OutboxItem).where(OutboxItem.kind == "mail")), 1):
                item.dead_at, item.last_error = now() - timedelta(hours=n), f"{slug} {n}."
    first, second = (as_cille.get(f"/dygtige-unge/beskeder?side={side}").text for side in (1, 2))
    assert first.count("Send igen") == 50 and second.count("Send igen") == 20
    assert "Side 1 af 2" in first and "svendborg 1." in first and "nyborg 25." in first
    assert "Side 2 af 2" in second and "svendborg 40." in second and "svendborg 1." not in second
