"""What a course rests on: the law behind it, and which kind of mentor the youth's main need calls for (MO-01, MO-02)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.clock import now
from mentorkorps.courses.running import locked_running
from mentorkorps.journal import JournalNote
from mentorkorps.language import N_, _, danish
from mentorkorps.matches import Match
from mentorkorps.mentors import KINDS
from mentorkorps.programmes import setting
from mentorkorps.refused import Refused
from tenants import audit
from tenants.rows import CaseRow, inside, one_of
from tenants.scope import db
from tenants.users import Actor

LEGAL_BASES = {
    "lab": N_("Lov om en aktiv beskæftigelsesindsats"),
    "integration": N_("Integrationsloven"),
    "young": N_("Lov om kommunal indsats for unge under 25 år"),
    "social": N_("Serviceloven"),
    "voluntary": N_("Frivilligt tilbud uden egen hjemmel"),
}
NEEDS = {
    "workplace_norms": N_("At lære omgangsformen på en arbejdsplads"),
    "trade": N_("At komme ind i et fag"),
}
#: The main need decides the kind of mentor.
KIND_FOR = {"workplace_norms": "personal", "trade": "professional"}


class CourseBasis(CaseRow):
    """One version of the basis; the newest counts."""

    __tablename__ = "course_bases"
    __table_args__ = (
        inside("matches", "match_id"),
        UniqueConstraint("tenant_id", "match_id", "version"),
        one_of("legal_basis", list(LEGAL_BASES)),
        one_of("main_need", list(NEEDS)),
    )

    match_id: Mapped[UUID]
    version: Mapped[int]
    legal_basis: Mapped[str | None]
    main_need: Mapped[str | None]
    written_at: Mapped[datetime]
    written_by: Mapped[str]

    @property
    def mentor_kind(self) -> str | None:
        """Personal where workplace norms are the main need, professional where it is a trade (MO-02)."""
        return KIND_FOR[self.main_need] if self.main_need else None


def basis_of(match: Match) -> CourseBasis | None:
    """The newest version."""
    newest = select(CourseBasis).where(CourseBasis.match_id == match.id).order_by(CourseBasis.version.desc()).limit(1)
    return db.session.scalar(newest)


def write_basis(match: Match, legal_basis: str | None, main_need: str | None, *, by: Actor) -> CourseBasis:
    """Remembers the law and the main need, as far as the programme asks for them. Refused without either, or when ended."""
    locked_running(match)
    asked = legal_basis in LEGAL_BASES if setting(match.rules, "course", "legal_basis") else legal_basis is None
    needed = main_need in NEEDS if setting(match.rules, "course", "mentor_kinds") else main_need is None
    if not (asked and needed and (legal_basis or main_need)):
        raise Refused(_("Vælg en af mulighederne."))
    before = basis_of(match)
    version = before.version + 1 if before else 1
    basis = CourseBasis(
        match_id=match.id, version=version, legal_basis=legal_basis, main_need=main_need, written_at=now(), written_by=by.signature
    )  # fmt: skip
    db.session.add(basis)
    db.session.flush()
    audit.record("basis.written", basis, by=by)
    JournalNote.write(match.youth, "basis", _sentence(basis), by=by, match_id=match.id)
    return basis


def _sentence(basis: CourseBasis) -> str:
    law = LEGAL_BASES[basis.legal_basis] if basis.legal_basis else "–"
    kind = KINDS[basis.mentor_kind] if basis.mentor_kind else "–"
    return danish(N_("Forløbets hjemmel: %(law)s. Slags mentor: %(kind)s."), law=law, kind=kind)
