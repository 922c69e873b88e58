"""Whether the corps has the trades that those who wait wish for: demand beside supply (HT-17)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select

from mentorkorps.matching.proposal import Proposal
from mentorkorps.mentors.standing import Supply
from mentorkorps.trades import OCCUPATIONS
from mentorkorps.youths import Enrolment
from mentorkorps.youths.reach import sent_to_us


@dataclass
class Coverage:
    """One trade: the mentors of it, their free places, and the youths who wait and wish for it most."""

    trade: str
    mentors: int = 0
    free: int = 0
    wishing: int = 0

    @property
    def lacking(self) -> int:
        """How many more wish for it than there are places."""
        return max(self.wishing - self.free, 0)


def wished() -> Select[*tuple[Any, ...]]:
    """How many youths here wait with no proposal out, by the occupation they wish for most."""
    out = and_(
        Proposal.tenant_id == Enrolment.tenant_id, Proposal.enrolment_id == Enrolment.id,
        Proposal.fell_at.is_(None), Proposal.started_at.is_(None),
    )  # fmt: skip
    waits = sent_to_us(), Enrolment.closed_at.is_(None), ~select(Proposal.id).where(out).exists()
    most = Enrolment.trades[0].astext
    return (
        select(most.label("occupation"), func.count().label("youths")).where(*waits, most.is_not(None)).group_by(most)
    )


def coverage(supply: Mapping[str, Supply], wishes: Iterable[tuple[str, int]]) -> list[Coverage]:
    """Every trade that has a mentor or a wish: where most is lacking first, then where most wish."""
    found: dict[str, Coverage] = {}

    def of(occupation: str) -> Coverage:
        trade = OCCUPATIONS[occupation].trade
        return found.setdefault(trade, Coverage(trade))

    for occupation, there in supply.items():
        one = of(occupation)
        one.mentors, one.free = one.mentors + there.mentors, one.free + there.free
    for wish, youths in wishes:
        of(wish).wishing += youths
    return sorted(found.values(), key=lambda one: (-one.lacking, -one.wishing, -one.mentors, one.trade))
