"""What a steering group has decided stays when a partner's data are erased; the partner's people are in it no more."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import Text, cast, create_engine, func, literal, select

from mentorkorps.clock import COPENHAGEN, now, standing_at, today
from mentorkorps.meeting_notice import call_meetings
from mentorkorps.steering import Seat
from tenants import exit
from tenants.agreements.moving import leave
from tenants.rows import Base
from tenants.scope import acting_for, db
from tenants.users import SYSTEM, Grant
from tests import cast as people
from tests.conftest import Cluster
from tests.forms import submit
from tests.steering_meetings.scene import MEETINGS, OPERATOR, SITTING, employ_birgitte, following, seat, told
from tests.tenants.test_agreement_exit import erased
from tests.tenants.test_agreement_versions import fyn

#: The logs of other houses are evidence, and are not changed.
EVIDENCE = ("audit_entries",)
#: Rune is the contact person of the invoice to Nyborg: what has been issued stands.
ISSUED = ("invoices",)


def nyborg_works_along(app: Flask) -> str:
    """Rune sits in the steering group, is invited, sends regrets, is named in the minutes, and has done something."""
    seat("rune")
    birgitte, meeting = employ_birgitte(app), following()
    where = f"{MEETINGS}/{meeting.id}"
    rune = people.signed_in(app.test_client(), "rune")
    here = f"/nyborg/styregruppemoeder/{meeting.id}"
    submit(rune, here, to=f"{here}/afbud")
    todo = {"text": "Rune Vang ringer til skolen", "party": str(people.tenant("nyborg")), "due_on": "01-08-2014"}
    submit(birgitte, f"{where}/opgave", **todo)
    page = rune.get("/nyborg/styregruppemoeder").text
    press = next(one.split('"')[0] for one in page.split('action="') if "/udfoert" in one[:120])
    submit(rune, "/nyborg/styregruppemoeder", to=press)
    with standing_at(now() + timedelta(days=10)):
        submit(
            birgitte, f"{where}/referat", text="Rune Vang var imod. Rune Vangs forslag faldt, sagde Rune Vangsgaard."
        )
        said = {"kind": "transfer", "text": "Fem pladser flyttes til Svendborg", "decided_by": "Rune Vang og Kim Bro"}
        submit(birgitte, f"{where}/beslutning", **said)
    return where


def nyborg_goes(last: str = "nyborg") -> None:
    """It leaves, takes its data out, and closes."""
    with acting_for(people.tenant(OPERATOR)):
        leave(fyn(), people.tenant(last), today(), "Byrådet", now(), today(), by=people.actor("cille"))
    with acting_for(people.tenant(last)):
        exit.make(exit.ask(now(), by=SYSTEM).id, now())
        exit.close(today(), "Går ud", now(), by=SYSTEM)


def naming(cluster: Cluster, database: str, *words: str) -> Iterator[str]:
    """Tables in which a row, in any of its columns, holds one of the words."""
    engine = create_engine(cluster.admin(database))
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            held = func.concat_ws(" ", *(cast(column, Text) for column in table.c))
            for word in words:
                found = select(literal(1)).where(func.strpos(held, word) > 0).select_from(table).limit(1)
                if connection.scalar(found):
                    yield table.name
    engine.dispose()


def test_nobody_of_an_erased_partner_is_named_any_more_and_the_decisions_stand(
    app: Flask, cluster: Cluster, database: str
) -> None:
    where = nyborg_works_along(app)
    nyborg_goes()
    named = set(naming(cluster, database, "Rune Vang", "rune@nyborg"))
    assert {"minutes", "decisions", "attendances", "action_items", "seats", "messages"} <= named
    proof = erased(cluster, database, "nyborg")
    assert {"minutes", "decisions", "attendances", "action_items", "seats", "messages"} <= set(proof["without_name"])
    assert set(naming(cluster, database, "Rune Vang ", "Rune Vangs ", "rune@nyborg")) <= {*EVIDENCE, *ISSUED}
    page = people.signed_in(app.test_client(), "kim").get(where.replace(OPERATOR, "svendborg")).text
    house = "medarbejder hos Nyborg Kommune"
    assert f"{house} var imod. {house}s forslag faldt, sagde Rune Vangsgaard." in page
    assert "Fem pladser flyttes til Svendborg" in page and f"{house} og Kim Bro" in page and "Meldte afbud" in page


def test_whoever_sat_for_a_partner_that_has_left_is_out_and_called_to_nothing(app: Flask) -> None:
    seat("rune", "kim")
    with acting_for(people.tenant(OPERATOR)):
        leave(fyn(), people.tenant("nyborg"), today(), "Byrådet", now(), today(), by=people.actor("cille"))
    for day in (15, 16, 16):
        at = datetime(2014, 6, day, 9, tzinfo=COPENHAGEN)
        with standing_at(at), acting_for(people.tenant(OPERATOR)):
            call_meetings(today())
            sitting = db.session.scalars(select(Seat.person).where(Seat.until.is_(None)).order_by(Seat.person)).all()
        assert sitting == (["Kim Bro", "Rune Vang"] if day == 15 else ["Kim Bro"])
    told()
    with acting_for(people.tenant(SITTING["rune"])):
        granted = select(Grant.revoked_at).where(Grant.role == "steering_member")
        assert db.session.scalars(granted).one() is not None
