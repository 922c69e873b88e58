"""What a file would change, line by line, and what nobody can change any more."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from mentorkorps.language import N_, _, language
from mentorkorps.programmes import DEFAULTS
from mentorkorps.programmes import kind as kind_of
from tenants.quotas.words import rule_sentences
from tenants.terms.places import CONTRIBUTION, line_of
from tenants.terms.setting_words import LABELS
from tenants.terms.standing import Standing, facts_of, standing
from tenants.terms.table import BadTerms, TermError
from tenants.terms.terms import Terms

WORDS = {
    "partnership": N_("Partnerskabet"), "agreement": N_("Aftalen"), "profile": N_("Programmet"), "tenant": N_("Part"),
    "member": N_("Bærer unge"), "mandate": N_("Tilmelder på vegne af en kommune"), "period": N_("Periode"),
    "line": N_("Trækker på kvote"), "quota": N_("Kvote"), "quota_rules": N_("Regler for kvoten"), "contribution": N_("Bidrag"),
}  # fmt: skip
FIELDS = {
    "name": N_("navn"), "kind": N_("slags"),
    "hotline_name": N_("navn på hotline"), "hotline_phone": N_("telefon på hotline"),
    "signed_on": N_("underskrevet"), "decide_renewal_by": N_("fornyelse afgøres senest"),
    "invoice_lead_days": N_("faktura udstedes, dage før forfald"),
    "positive_target": N_("mål for at være kommet positivt videre (procent)"),
    "outcome_target": N_("mål for resultater (procent)"),
    "corps_size": N_("korpsets størrelse"), "corps_active_percent": N_("erhvervsaktive mentorer (procent)"),
    "seats_min": N_("pladser i styregruppen, mindst"), "seats_max": N_("pladser i styregruppen, højst"),
    "seats_for": N_("plads i styregruppen har"), "first_meeting": N_("første styregruppemøde"),
    "meeting_hours": N_("timer pr. styregruppemøde"), "meeting_every_months": N_("måneder mellem styregruppemøder"),
    "open_figures": N_("åbne tal"), "starts_on": N_("begynder"), "ends_on": N_("slutter"), "target": N_("mål"),
    "pace": N_("mål til dato ved månedens slutning"),
    "priced_places": N_("prisen gælder, unge"), "price": N_("pris"), "ages": N_("alder"), "languages": N_("sprog"),
    "promise_days": N_("dage til et matchforslag"), "meetings": N_("norm for møder"), "follow_up": N_("opfølgning"),
    "silence": N_("tavshed"), "season": N_("sæson"), "asking": N_("spørgsmål"), "alarm": N_("alarm"), "journal": N_("journal"),
    "exit": N_("kontakt efter forløbet"), "course": N_("forløbets indhold"), "calendar": N_("kalender"),
    "recruits": N_("hverver mentorer"), "official_base": N_("grundlag for målene"), "own_time": N_("kommunens egen tid"),
    "place_back_when_never_met": N_("plads tilbage, når de aldrig mødtes"), "frame": N_("rammen om programmet"),
    "tasks": N_("kommunens opgaver"), "concerns": N_("bekymringer"),
}  # fmt: skip
#: What is inside a rule and on no form.
INSIDE = {
    ("ages", "from"): N_("fra"), ("ages", "to"): N_("til og med"), ("frame", "part_of"): N_("en del af"),
    ("frame", "school_exclusion"): N_(
        "en skole henviser ikke elever, der er ved at falde fra, eller som har en plettet straffeattest"
    ),
    ("own_time", "enrolment"): N_("minutter pr. tilmelding"), ("own_time", "note"): N_("minutter pr. læst notat"),
    ("own_time", "decision"): N_("minutter pr. svar eller beslutning"),
}  # fmt: skip
ORDER = list(WORDS)


@dataclass(frozen=True)
class Change:
    """One fact that the file states otherwise than it stands; None is "nothing"."""

    path: tuple[str, ...]
    old: Any
    new: Any

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The change in sentences: of a fact with several values, one for each that differs, in the file's order."""
        kind, *rest = self.path
        what = ", ".join([_(WORDS[kind]), *(_(FIELDS[part]) if part in FIELDS else part for part in rest)])
        if not isinstance(self.old, dict) and not isinstance(self.new, dict):
            return [_told(what, shown(self.old), shown(self.new))]
        old, new = self.old or {}, self.new or {}
        if kind == "quota_rules" and (said := _told_rules(what, old, new)):
            return said
        section = self.path[-1]
        return [
            _told(
                f"{what}, {_name(section, key)}", _value(section, key, old.get(key)), _value(section, key, new.get(key))
            )
            for key in new | old
            if old.get(key) != new.get(key)
        ]


def _told(what: str, old: str, new: str) -> str:
    return _("%(what)s: %(old)s → %(new)s", what=what, old=old, new=new)


def _told_rules(what: str, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The rules of a quota that say something else, in the sentences of its page."""
    was, now = rule_sentences(old), rule_sentences(new)
    keys = [key for key in new | old if key in now | was]
    return [
        _told(what, was.get(key) or shown(None), now.get(key) or shown(None))
        for key in keys
        if was.get(key) != now.get(key)
    ]


def _name(section: str, key: str) -> str:
    """A setting as its form calls it, inside a sentence."""
    label = _(LABELS.get((section, key)) or INSIDE.get((section, key)) or key)
    return label[:1].lower() + label[1:]


def _value(section: str, key: str, value: Any) -> str:
    is_span = value is not None and key in DEFAULTS.get(section, {}) and kind_of(section, key) == "span"
    return shown(tuple(value) if is_span else value)


def compare(terms: Terms) -> list[Change]:
    """What importing `terms` would change; nothing is written. BadTerms with everything that cannot be changed."""
    return changes_to(terms, standing(terms))


def changes_to(terms: Terms, here: Standing) -> list[Change]:
    """As `compare`, with what stands read already."""
    wanted = facts_of(terms)
    parties = {party.slug for party in terms.parties}
    paths = [path for path in wanted.keys() | here.facts.keys() if _speaks_of(path, parties, here)]
    changes = [Change(path, here.facts.get(path), wanted.get(path)) for path in paths]
    changes = [change for change in changes if change.old != change.new]
    stated = {path: n for n, path in enumerate(wanted)}  # in the file's order; what it has no longer comes last
    changes.sort(key=lambda change: (ORDER.index(change.path[0]), stated.get(change.path, len(stated)), change.path))
    if refusals := [refusal for change in changes for refusal in _refusals(change, here, terms)]:
        raise BadTerms(list(dict.fromkeys(refusals)))
    return changes


def _speaks_of(path: tuple[str, ...], parties: set[str], here: Standing) -> bool:
    """Leaves out what a party keeps when it has left, and mandates between tenants that this file does not name."""
    kind, rest = path[0], path[1:]
    if kind in ("line", "quota", "quota_rules", "contribution"):
        return rest[1] in parties
    if kind == "mandate":
        return {rest[0], rest[1]} <= parties | {p[1] for p in here.facts if p[0] == "member"}
    return True


def _refusals(change: Change, here: Standing, terms: Terms) -> list[TermError]:
    """Why the change cannot be made, with the line that asks for it."""
    kind, *rest = change.path
    if kind == "tenant" and rest[1] == "kind" and change.old:
        sentence = _("%(party)s er her i forvejen som en anden slags organisation.", party=terms.party(rest[0]).name)
        return [TermError(line_of(terms, change.path, "kind"), sentence)]
    if kind == "contribution" and tuple(rest) in here.invoiced:
        return [_invoiced(change, terms)]
    if kind == "quota" and change.old:
        return _quota_refusals(change, here.taken[rest[0], rest[1]], terms)
    if kind == "period":
        return [TermError(line_of(terms, change.path), sentence) for sentence in _period_refusals(change, here)]
    return []


def _invoiced(change: Change, terms: Terms) -> TermError:
    _kind, period, slug = change.path
    differs = [key for key, old, new in zip(CONTRIBUTION, change.old, change.new or (), strict=False) if old != new]
    sentence = _(
        "Bidraget fra %(party)s for %(period)s er faktureret og kan ikke ændres.",
        party=terms.party(slug).name,
        period=period,
    )
    return TermError(line_of(terms, change.path, *differs[:1]), sentence)


def _quota_refusals(change: Change, taken: int, terms: Terms) -> list[TermError]:
    _kind, period, slug = change.path
    if taken <= (change.new[1] if change.new else 0):
        return []
    sentence = _(
        "%(party)s har brugt eller reserveret %(taken)s pladser i %(period)s; kvoten kan ikke være mindre.",
        party=terms.party(slug).name, taken=taken, period=period,
    )  # fmt: skip
    return [TermError(line_of(terms, change.path, "quota"), sentence)]


def _period_refusals(change: Change, here: Standing) -> list[str]:
    period, what = change.path[1:]
    days = here.taken_days.get(period, [])
    gone = change.old is not None and change.new is None
    if gone and (days or any(name == period for name, _slug in here.invoiced)):
        return [_("Perioden %(period)s har matchforslag eller fakturaer og kan ikke fjernes.", period=period)]
    if days and ((what == "starts_on" and change.new > min(days)) or (what == "ends_on" and change.new < max(days))):
        return [_("Perioden %(period)s har pladser, der er brugt uden for de nye dage.", period=period)]
    return []


def shown(value: Any) -> str:
    """A fact's value as a person reads it."""
    if value is None:
        return _("intet")
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, Decimal):
        return _("%(amount)s kr.", amount=format_decimal(value, locale=language()))
    if isinstance(value, date):
        return format_date(value, "d. MMMM y" if language() == "da" else "d MMMM y", locale=language())
    if isinstance(value, tuple) and len(value) == 3:
        amount, vat, due = shown(value[0]), f"{value[1]:.0f}", shown(value[2])
        return _("%(amount)s ekskl. %(vat)s %% moms, betales %(due)s", amount=amount, vat=vat, due=due)
    if isinstance(value, tuple):
        return "-".join(str(v) for v in dict.fromkeys(value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(v)}" for key, v in value.items())
    if isinstance(value, list):
        return ", ".join("-".join(map(str, v)) if isinstance(v, list) else str(v) for v in value) or _("intet")
    return str(value)
