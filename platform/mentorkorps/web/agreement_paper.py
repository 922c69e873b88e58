"""A frozen version of the terms as a document: the same object on the page and in the PDF (PDF/UA-1), in Danish."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from decimal import Decimal
from typing import Any

import typst

from mentorkorps.config import folder
from mentorkorps.language import _, speaking
from mentorkorps.web.agreement_rules import rules
from mentorkorps.web.formats import day, moment, money
from tenants.agreements.accepting import Answer
from tenants.agreements.versions import ROLE_WORDS, TermsVersion
from tenants.quotas.words import rule_sentences
from tenants.registry import KINDS
from tenants.terms.standing import Facts


@dataclass(frozen=True)
class Section:
    """A heading with a table, or with sentences under each other."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    sentences: list[str]


@dataclass(frozen=True)
class Paper:
    """The document, every word of it."""

    title: str
    facts: list[list[str]]
    sections: list[Section]


def paper_of(version: TermsVersion, answers: Sequence[Answer]) -> Paper:
    """The terms of `version` as they were frozen, and who has accepted what."""
    with speaking("da"):
        facts = version.known
        title = _("Aftale: %(name)s", name=facts["partnership", "name"])
        return Paper(title, _head(version, facts), [*_sections(facts), _accepted(version, answers)])


def pdf(version: TermsVersion, paper: Paper) -> bytes:
    """The document as a tagged PDF; the same version and answers give the same bytes."""
    pages = folder("templates") / "report"
    said = json.dumps(asdict(paper), ensure_ascii=False)
    written = typst.compile(
        pages / "agreement.typ", root=pages, format="pdf", sys_inputs={"agreement": said}, pdf_standards=["ua-1"],
        ignore_system_fonts=True, timestamp=version.made_at.astimezone(UTC).replace(microsecond=0),
    )  # fmt: skip
    if not isinstance(written, bytes):
        raise TypeError("Typst gave no single document")
    return written


def _head(version: TermsVersion, facts: Facts) -> list[list[str]]:
    decide_by = facts.get(("agreement", "decide_renewal_by"))
    return [
        [_("Version"), str(version.version)],
        [_("Frosset"), moment(version.made_at)],
        [_("Underskrevet"), day(facts["agreement", "signed_on"])],
        [_("Fornyelse afgøres senest"), day(decide_by)],
        [_("Kontrolsum"), version.checksum],
    ]


def _sections(facts: Facts) -> Iterator[Section]:
    yield _parties(facts)
    for name in periods_of(facts):
        yield _period(facts, name)
    yield _targets(facts)
    profile = {path[1]: value for path, value in facts.items() if path[0] == "profile"}
    yield Section(_("Sådan arbejder programmet"), [], [], list(rules(profile)))


def _parties(facts: Facts) -> Section:
    columns = [_("Part"), _("Slags"), _("Rolle"), _("Med fra"), _("Med til og med")]
    rows = []
    for party in parties_of(facts):
        left = facts.get(("left", party["slug"]))
        rows.append([party["name"], party["kind"], party["roles"], day(facts["joined", party["slug"]]), day(left)])
    return Section(_("Parter"), columns, rows, [])


def parties_of(facts: Facts) -> list[dict[str, str]]:
    """Each party that is or was in, by name: slug, name, kind, and its roles in words of the reader's language."""
    found = []
    for slug in [path[1] for path in facts if path[0] == "joined"]:
        roles = [_(word) for role, word in ROLE_WORDS.items() if ("role", slug, role) in facts]
        name, kind = facts["tenant", slug, "name"], facts["tenant", slug, "kind"]
        found.append({"slug": slug, "name": name, "kind": _(KINDS[kind]), "roles": ", ".join(roles)})
    return sorted(found, key=lambda party: party["name"])


def periods_of(facts: Facts) -> list[str]:
    """The names of the periods, in order of their first days."""
    names = [path[1] for path in facts if path[0] == "period" and path[2] == "starts_on"]
    return sorted(names, key=lambda name: facts["period", name, "starts_on"])


def together(facts: Facts, name: str) -> dict[str, Any]:
    """What the parties agreed on together for a period, added up and never divided: contributions, what is left of the
    price, the quotas of those who are in, and how many they are."""
    starts_on = facts["period", name, "starts_on"]
    paid = sum((value[0] for path, value in facts.items() if path[:2] == ("contribution", name)), Decimal(0))
    quotas = [
        value for path, value in facts.items()
        if path[:2] == ("quota", name) and not _was_gone(facts, path[2], starts_on)
    ]  # fmt: skip
    least, most = sum(one[0] for one in quotas), sum(one[1] for one in quotas)
    price: Decimal = facts["period", name, "price"]
    return {"contributions": paid, "rest": price - paid, "quota": (least, most), "quotas": len(quotas)}


def _was_gone(facts: Facts, slug: str, day_: Any) -> bool:
    left = facts.get(("left", slug))
    return left is not None and left < day_


def _period(facts: Facts, name: str) -> Section:
    of: Mapping[str, Any] = {path[2]: value for path, value in facts.items() if path[:2] == ("period", name)}
    said = together(facts, name)
    sentences = [
        _("%(first)s til %(last)s.", first=day(of["starts_on"]), last=day(of["ends_on"])),
        _("Mål for alle parter: %(target)s unge.", target=_span(of["target"])),
    ]
    if "pace" in of:
        points = ", ".join(of["pace"])
        sentences.append(_("Mål til dato ved månedens slutning: %(points)s. Derimellem er det lige fordelt.", points=points))
    if of["price"]:
        sentences.append(
            _("Prisen er %(price)s ekskl. moms, regnet for %(count)s unge. Bidragene er %(paid)s tilsammen; resten på %(rest)s er "
              "ikke fordelt på parterne.", price=money(of["price"]), count=of["priced_places"],
              paid=money(said["contributions"]), rest=money(said["rest"]))
        )  # fmt: skip
    sentences += _quota_rules(facts, name)
    columns = [_("Part"), _("Kvote"), _("Bidrag ekskl. moms"), _("Moms"), _("Betales")]
    rows = [_line(facts, name, party) for party in parties_of(facts) if ("line", name, party["slug"]) in facts]
    return Section(_("Perioden %(period)s", period=name), columns, rows, sentences)


def _quota_rules(facts: Facts, name: str) -> list[str]:
    """What the period's quotas are bound by: once where all say the same, else party by party."""
    rules = {path[2]: value for path, value in facts.items() if path[:2] == ("quota_rules", name)}
    if not rules:
        return []
    same = len({json.dumps(one, sort_keys=True) for one in rules.values()}) == 1
    if same:
        return list(rule_sentences(next(iter(rules.values()))).values())
    names = {party["slug"]: party["name"] for party in parties_of(facts)}
    return [f"{names[slug]}: {' '.join(rule_sentences(one).values())}" for slug, one in sorted(rules.items())]


def _line(facts: Facts, name: str, party: Mapping[str, str]) -> list[str]:
    quota = facts.get(("quota", name, party["slug"]))
    own = _span(quota) if quota else _("den bærende kommunes")
    amount, vat, due_on = facts.get(("contribution", name, party["slug"]), (None, None, None))
    return [party["name"], own, money(amount), f"{vat:.0f} %" if vat is not None else "–", day(due_on)]


def _targets(facts: Facts) -> Section:
    of = {path[1]: value for path, value in facts.items() if path[0] == "agreement"}
    sentences = [
        _("%(share)s %% af de unge, der har indgået i et forløb, kommer positivt videre.", share=of["positive_target"]),
        _("%(share)s %% får praktik, læreplads, uddannelse, fritidsjob, løntilskudsjob eller ordinært job.",
          share=of["outcome_target"]),
        _("%(count)s erhvervsmentorer, heraf %(share)s %% erhvervsaktive.", count=of["corps_size"],
          share=of["corps_active_percent"]),
        _("Styregruppen: %(least)s-%(most)s pladser til hver part, møde i %(hours)s timer hver %(months)s. måned.",
          least=of["seats_min"], most=of["seats_max"], hours=of["meeting_hours"], months=of["meeting_every_months"]),
    ]  # fmt: skip
    return Section(_("Mål og styregruppe"), [], [], sentences)


def _accepted(version: TermsVersion, answers: Sequence[Answer]) -> Section:
    rows = []
    for one in answers:
        given = one.given
        if one.asked is not None and one.asked.version <= version.version:
            rows.append([one.name, given.person, moment(given.accepted_at)] if given else [one.name, _("venter"), "–"])
    return Section(_("Accepteret af"), [_("Part"), _("Hvem"), _("Hvornår")], rows, [])


def _span(ends: tuple[int, int]) -> str:
    least, most = ends
    return f"{least}-{most}" if most > least else str(least)
