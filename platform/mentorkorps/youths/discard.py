"""A draft that comes to nothing: what was written of the youth is wiped out, and only that there was a draft is left."""

from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from mentorkorps.language import _
from mentorkorps.refused import Refused
from mentorkorps.youths.enrolment import Enrolment
from mentorkorps.youths.reach import DISCARDED
from tenants import audit
from tenants.scope import db
from tenants.users import Actor

BLANK_YOUTH: dict[str, Any] = {
    "first_name": "", "last_name": "", "born_on": None, "phone": "", "email": "", "postcode": "", "gender": "",
    "languages": [], "case_number": "", "contact_person_id": None,
}  # fmt: skip
BLANK_ENROLMENT: dict[str, Any] = {
    "education_goal": "", "job_goal": "", "trades": [], "main_need": "", "wished_gender": "", "wished_traits": [],
    "wished_area": "", "matters_most": "", "special_regards": "", "guardian_agrees": None,
}  # fmt: skip


def discard(draft: Enrolment, *, by: Actor) -> None:
    """Wipes a draft out, for good; Refused when it has been sent or closed."""
    draft.lock()
    if draft.sent_at or draft.closed_at:
        raise Refused(_("Tilmeldingen er sendt og kan ikke slettes her."))
    for owner, blank in ((draft.youth, BLANK_YOUTH), (draft, BLANK_ENROLMENT)):
        for name, value in blank.items():
            setattr(owner, name, value)
    set_committed_value(draft.youth, "contact_person", None)
    draft.close(DISCARDED)
    db.session.flush()
    audit.record("enrolment.discarded", draft, by=by)
