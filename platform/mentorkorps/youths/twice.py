"""A youth who may have been enrolled already: by a colleague, a school, or the same case worker before the summer."""

from datetime import date

from sqlalchemy import and_, or_, select

from mentorkorps.clock import local
from mentorkorps.youths.enrolment import Enrolment
from mentorkorps.youths.youth import Youth
from tenants.scope import db


def enrolled_already(youth: Youth) -> date | None:
    """The day on which somebody born on the same day, with the same mobile number or mail address, was enrolled here and has
    not been taken off since; None where nobody was, or too little is written to tell."""
    same = [column == value for column, value in ((Youth.phone, youth.phone), (Youth.email, youth.email)) if value]
    if youth.born_on is None or not same:
        return None
    whose = and_(Youth.tenant_id == Enrolment.tenant_id, Youth.id == Enrolment.youth_id)
    sent = (
        select(Enrolment.sent_at)
        .join(Youth, whose)
        .where(Youth.id != youth.id, Youth.born_on == youth.born_on, or_(*same))
        .where(Enrolment.sent_at.is_not(None), Enrolment.closed_at.is_(None))
    )
    found = db.session.scalar(sent.order_by(Enrolment.sent_at.desc()).limit(1))
    return local(found).date() if found else None
