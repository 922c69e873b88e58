"""What is done with a concern. Each act is a step, an entry in the trail, and a journal note without any of the text.

The chain of those who may is `chain.find`; here stands what must hold whoever does it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mentorkorps.clock import now, today
from mentorkorps.concerns import ladder
from mentorkorps.concerns.concern import Concern, ConcernStep
from mentorkorps.concerns.holder import GROUP, Person, holders
from mentorkorps.concerns.tell import GIVES, post_word
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.refused import Refused
from mentorkorps.youths import Youth
from tenants import audit
from tenants.registry import Programme
from tenants.scope import db
from tenants.users import BY_LINK, SYSTEM, Actor, User

ADULT = 18
#: All that the journal ever says of a concern.
TOLD = {
    "opened": N_("Der er rejst en bekymring, og der bliver taget hånd om den."),
    "called": N_("Der er taget hånd om en bekymring: der er ringet om den."),
    "noted": N_("Der er taget hånd om en bekymring."),
    "escalated": N_("Der er taget hånd om en bekymring: den er givet videre."),
    "handed": N_("Der er taget hånd om en bekymring: den har fået en ny ansvarlig."),
    "taken": N_("Der er taget hånd om en bekymring: den har fået en ansvarlig."),
    "closed": N_("Der er taget hånd om en bekymring, og den er afsluttet."),
}
#: Of these the contact person is told at once; of the rest in the day's digest.
AT_ONCE = {"opened", "escalated", "closed"}


def open_concern(
    youth: Youth,
    *,
    about: str,
    internal: str,
    is_danger: bool,
    by: Actor,
    match: Match | None = None,
    trouble: str | None = None,
) -> Concern:
    """Raises a concern at level 1, with an owner and a deadline; the contact person is told at once (DF-18, MO-08).

    In danger, or under 18, it is for the municipality's on-call: whoever raised it answers for it until the call is
    written down. The same words from the same person while it is open are the same concern. Refused without words.
    """
    if not internal:
        raise Refused(_("Skriv, hvad du er bekymret for."))
    db.session.execute(select(Youth.id).where(Youth.id == youth.id).with_for_update())
    same = _same(youth, internal, by)
    if same is not None:
        return same
    age = youth.age(today())
    concern = Concern(
        youth_id=youth.id, match_id=match.id if match else None, about=about, trouble=trouble, internal=internal,
        is_danger=is_danger, is_minor=age is not None and age < ADULT, opened_at=now(), opened_on=today(),
        opened_by=by.signature, opened_by_kind=by.kind, opened_by_tenant_id=by.tenant_id, opened_by_user_id=by.user_id,
    )  # fmt: skip
    db.session.add(concern)
    db.session.flush()
    level = None if concern.must_ring else 1
    day = today() if concern.must_ring else ladder.deadline(concern.rules, level, today())
    owner = group_of(concern) if concern.must_ring and by.user_id is None else _first_owner(concern, by)
    _step(concern, "opened", by=by, serial=1, level=level, deadline=day, **_owned_by(owner))
    return concern


def log_call(
    concern: Concern, *, whom: str, number: str, at: datetime, agreed: str, by: Actor, seen: int | None = None
) -> None:
    """Somebody was rung: who, on which number, when, and what was agreed. In danger, or about a minor, the concern is
    from then on with whom was rung. Refused where one of the four is missing or the call lies in the future, and,
    as each act is, where `seen` (the last step that stood on the page) is the last no more."""
    _begin(concern, seen=seen)
    if not (whom and number and agreed):
        raise Refused(_("Skriv, hvem du ringede til, på hvilket nummer, og hvad I aftalte."))
    if at > now():
        raise Refused(_("Opkaldet ligger ude i fremtiden. Ring først, og skriv det bagefter."))
    called: dict[str, Any] = {"called_whom": whom, "called_number": number, "called_at": at}
    if not concern.must_ring:
        _step(concern, "called", by=by, why=agreed, **called)
        return
    concern.rung_at = now()
    day = ladder.deadline(concern.rules, None, today())
    _step(concern, "called", by=by, why=agreed, deadline=day, owner_name=whom, owner_phone=number, **called)


def escalate(concern: Concern, to: Person, *, why: str, deadline: date, by: Actor, seen: int | None = None) -> None:
    """One level up: from the on-call to level 1, and so on. Refused at the top, without a reason, for a person who may
    not own that level by the programme's rules, or with a deadline that has passed."""
    _begin(concern, rung=True, seen=seen)
    level = (concern.now.level or 0) + 1
    if level > ladder.TOP:
        raise Refused(_("Bekymringen er allerede på det øverste niveau."))
    _give(concern, "escalated", to, level, why=why, deadline=deadline, by=by)


def hand_over(concern: Concern, to: Person, *, why: str, deadline: date, by: Actor, seen: int | None = None) -> None:
    """A new owner on the same level; Refused as `escalate`."""
    _begin(concern, rung=True, seen=seen)
    _give(concern, "handed", to, concern.now.level, why=why, deadline=deadline, by=by)


def take(concern: Concern, *, by: Actor) -> None:
    """One of the group makes it the own; from then on the others of the group no longer see it. Refused when it has an owner."""
    _begin(concern)
    if not concern.now.is_for_the_group:
        raise Refused(_("Bekymringen har allerede en ansvarlig."))
    if not ladder.may_own(concern.rules, concern.now.level, by.roles):
        raise Refused(_("Programmet siger, at det niveau skal have en ansvarlig fra korpset."))
    _step(concern, "taken", by=by, **_owned_by(_account(by)))


def add_note(concern: Concern, text: str, *, by: Actor, seen: int | None = None) -> None:
    """What has been done since; Refused without words."""
    _begin(concern, rung=True, seen=seen)
    _step(concern, "noted", by=by, why=_said(text))


def close(concern: Concern, why: str, *, by: Actor, seen: int | None = None) -> None:
    """It has been taken care of, and this is how; Refused without a reason."""
    _begin(concern, rung=True, seen=seen)
    concern.closed_at, concern.closed_because = now(), _said(why)
    _step(concern, "closed", by=by, why=why)


def group_of(concern: Concern) -> Person:
    """The coordinators of whoever runs the programme of the pair, until one of them takes it; also when the municipality has
    left it."""
    house = concern.match.caring_tenant_id if concern.match else None
    programme = Programme.caring_here(today(), house)
    house = house or programme.tenant_id
    return Person(GROUP, programme.partnership.hotline_phone, house, roles=frozenset({"corps_staff"}))


def _same(youth: Youth, internal: str, by: Actor) -> Concern | None:
    opener = Concern.opened_by_kind == by.kind, Concern.opened_by_user_id.is_not_distinct_from(by.user_id)
    same = select(Concern).where(Concern.youth_id == youth.id, Concern.internal == internal, *opener)
    return db.session.scalar(same.where(Concern.closed_at.is_(None)).limit(1))


def _first_owner(concern: Concern, by: Actor) -> Person:
    """Who raised it where the programme lets him or her own level 1, else its holder, else the group of coordinators."""
    if concern.must_ring or ladder.may_own(concern.rules, 1, by.roles):
        return _account(by)
    holder = holders().get("1")
    return holder.person if holder else group_of(concern)


def _account(by: Actor) -> Person:
    """Who acts, with the number to ring."""
    user = db.session.scalar(select(User).where(User.tenant_id == by.tenant_id, User.id == by.user_id))
    return Person(by.name, user.phone if user else "", by.tenant_id, by.user_id)


def _owned_by(person: Person) -> dict[str, Any]:
    return {
        "owner_name": person.name, "owner_phone": person.phone,
        "owner_tenant_id": person.house, "owner_user_id": person.user_id,
    }  # fmt: skip


def _begin(concern: Concern, *, rung: bool = False, seen: int | None = None) -> None:
    """Locks the concern and reads it afresh. Refused when it is closed, when another step came after the one `seen` (a
    double press climbs one level), or (`rung`) before the on-call has been rung."""
    fresh = select(Concern).where(Concern.id == concern.id).with_for_update().execution_options(populate_existing=True)
    db.session.scalars(fresh).one()
    db.session.expire(concern, ["steps"])
    if concern.closed_at:
        raise Refused(_("Bekymringen er afsluttet. Rejs en ny, hvis der er brug for det."))
    if seen is not None and seen != concern.now.serial:
        raise Refused(_("Bekymringen er ændret, siden du åbnede siden. Se, hvad der er sket."))
    if rung and concern.must_ring:
        raise Refused(_("Ring til kommunens vagt først, og skriv opkaldet ned."))


def _give(concern: Concern, kind: str, to: Person, level: int | None, *, why: str, deadline: date, by: Actor) -> None:
    if not to.name:
        raise Refused(_("Skriv, hvem der tager over."))
    if not (to.house or to.phone):
        raise Refused(_("Skriv et telefonnummer, så der kan ringes."))
    if deadline < today():
        raise Refused(_("Fristen er allerede gået. Vælg en dag, der kommer."))
    if not _may_own(concern, to, level):
        raise Refused(_("Programmet siger, at det niveau skal have en ansvarlig fra korpset."))
    owner = _owned_by(to)
    if to.house is None:  # nobody loses it: who had it, or gives it, still answers for it
        last = concern.now
        keeper = (last.owner_tenant_id, last.owner_user_id) if last.owner_user_id else (by.tenant_id, by.user_id)
        owner |= {"owner_tenant_id": keeper[0], "owner_user_id": keeper[1]}
    _step(concern, kind, by=by, why=_said(why), level=level, deadline=deadline, **owner)


def _may_own(concern: Concern, to: Person, level: int | None) -> bool:
    """By the rules, or named as its holder by somebody who could see that it was right."""
    holder = holders().get(str(level))
    return ladder.may_own(concern.rules, level, to.roles) or (holder is not None and holder.person == to)


def _said(words: str) -> str:
    if not words.strip():
        raise Refused(_("Skriv en begrundelse."))
    return words.strip()


def _step(concern: Concern, kind: str, *, by: Actor, serial: int = 0, **said: Any) -> None:
    """The next step: what is not `said` stays as it was."""
    stands = {} if serial else _standing(concern.now)
    step = ConcernStep(
        concern_id=concern.id, serial=serial or concern.now.serial + 1, kind=kind, taken_at=now(),
        taken_by=by.signature, from_level=stands.get("level"), **stands | {"why": ""} | said,
    )  # fmt: skip
    db.session.add(step)
    db.session.flush()
    db.session.expire(concern, ["steps"])
    if kind in GIVES:
        post_word(step, by=by)
    audit.record(f"concern.{kind}", concern, by=by)
    JournalNote.write(
        concern.youth, "concern", danish(TOLD[kind]), by=SYSTEM if by.kind in BY_LINK else by, match_id=concern.match_id,
        urgent=kind in AT_ONCE,
    )  # fmt: skip


def _standing(step: ConcernStep) -> dict[str, Any]:
    kept = ("level", "owner_name", "owner_phone", "owner_tenant_id", "owner_user_id", "deadline")
    return {name: getattr(step, name) for name in kept}
