"""The pages staff open most, with a year of pairs behind them: server time and statements."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, select

from mentorkorps.clock import now, standing_at
from mentorkorps.follow_ups import RematchOffer
from mentorkorps.follow_ups.steps import put_on_list
from mentorkorps.matches import Match
from mentorkorps.matching import Proposal
from mentorkorps.web import create_app
from mentorkorps.youths import Enrolment
from tenants.scope import acting_for, db
from tenants.users import User
from tests import cast
from tests.bench.measure import Line, ms, often
from tests.bench.year import LATE, YEAR
from tests.conftest import Cluster
from tests.visitor import browser
from tests.web.counting import statements

WARM_UP, TIMES = 3, 50
TO_BE_RUNG = 120
CALL_LIST = 0.1  # seconds, the slow end


def measured(cluster: Cluster, name: str) -> list[Line]:
    """Each page fifty times, as Cille on 30 December."""
    app = create_app(cluster.config(name, "mk_web"))
    with app.app_context(), standing_at(LATE):
        cille = _cille(app)
        lines = [_line(cille, what, address) for what, address in _pages().items()]
        db.engine.dispose()
    return lines


def _line(client: FlaskClient, what: str, address: str) -> Line:
    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    for _ in range(WARM_UP):
        ask()
    with statements() as seen:
        ask()
    middle, slow = often(ask, TIMES)
    if not what.startswith("call list"):
        return Line(f"Page: {what}", ms(middle), ms(slow), str(len(seen)))
    return Line(f"Page: {what}", ms(middle), ms(slow), str(len(seen)), f"under {ms(CALL_LIST)}", slow < CALL_LIST)


def _cille(app: Flask) -> FlaskClient:
    with acting_for(cast.tenant("dygtige-unge")):
        user = User(
            issuer="https://id.example",
            subject="cille",
            name="Cille Engel",
            email="cille@korps.example",
            phone="70102030",
        )
        db.session.add(user)
        db.session.flush()
        user.grant_exactly(frozenset({"corps_staff"}), now())
    return cast.signed_in(browser(app), "cille")


def _pages() -> dict[str, str]:
    return {
        "inbox": "/dygtige-unge/indbakke",
        "youths of three municipalities": "/dygtige-unge/unge",
        "running pairs": "/dygtige-unge/par",
        f"call list of {_all_to_be_rung()} pairs": "/dygtige-unge/ringeliste?hvem=alle",
        "mentors suggested to a youth": _waiting(),
        "the year's report": f"/dygtige-unge/styregruppe/{YEAR}/{_newest()}",
    }


def _waiting() -> str:
    """The suggestions for a youth who has no proposal yet."""
    for slug in ("svendborg", "faaborg-midtfyn", "nyborg"):
        with acting_for(cast.tenant(slug)):
            out = select(Proposal.enrolment_id).where(Proposal.fell_at.is_(None), Proposal.started_at.is_(None))
            waits = Enrolment.sent_at.is_not(None), Enrolment.closed_at.is_(None), Enrolment.id.not_in(out)
            youth_id = db.session.scalar(select(Enrolment.youth_id).where(*waits).limit(1))
            if youth_id:
                return f"/{slug}/unge/{youth_id}/forslag"
    raise LookupError("nobody waits at the end of the year")


def _newest() -> int:
    from mentorkorps.steering import Report

    with acting_for(cast.tenant("dygtige-unge")):
        return db.session.scalars(select(Report.number).order_by(Report.number.desc())).first() or 1


def _all_to_be_rung() -> int:
    """Every running pair of the year, and ended ones taken up again until there are 120, is silent and waits for a call."""
    found = 0
    for slug in ("svendborg", "faaborg-midtfyn", "nyborg"):
        with acting_for(cast.tenant(slug), home=cast.tenant("dygtige-unge")):
            for match in db.session.scalars(select(Match).where(Match.ended_at.is_(None)).order_by(Match.id)).all():
                put_on_list(match, "silence")
                found += 1
            for match in db.session.scalars(_ended(TO_BE_RUNG // 3)).all():
                if found >= TO_BE_RUNG:
                    break
                offered = db.session.scalar(select(RematchOffer).where(RematchOffer.match_id == match.id))
                if offered is None:
                    db.session.add(RematchOffer(match_id=match.id, raised_at=now(), due_on=LATE.date()))
                    found += 1
    return found


def _ended(number: int) -> Select[Match]:
    return select(Match).where(Match.ended_at.is_not(None)).order_by(Match.id).limit(number)
