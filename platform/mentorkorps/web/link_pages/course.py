"""What mentor and youth write of their course by link: house rules, goals, activities, short contacts, events."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentorkorps import courses, follow_ups
from mentorkorps.clock import today
from mentorkorps.language import _
from mentorkorps.links import Link
from mentorkorps.matches import Match
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web import course_part
from mentorkorps.web.course_forms import GoalForm, OwnAgreementForm, ReassessForm, YesForm, activity_form
from mentorkorps.web.link_pages.holder import acting, match_of
from mentorkorps.web.widgets import Form
from tenants.scope import db

BOTH, MENTOR = frozenset({"mentor", "youth"}), frozenset({"mentor"})


class Page(NamedTuple):
    """One thing: who may write it, and what shows and keeps it. `needs` names the part of the course it belongs to; what `logs`
    a contact that was had is kept also while an authority has stopped it."""

    show: Callable[[Link], ResponseReturnValue]
    act: Callable[[Link], ResponseReturnValue]
    holders: frozenset[str]
    needs: str = ""
    logs: bool = False


def page_for(link: Link, name: str) -> Page:
    """The page of that name; NotFound where the holder has none, or the pair's programme does not know it.

    Refused when the pair has ended, or an authority has stopped the contact.
    """
    page = PAGES.get(name)
    match = _running(link, also_stopped=request.method == "POST" and page is not None and page.logs)
    if page is None or link.holder not in page.holders:
        raise NotFound("Page")
    if page.needs and not course_part.known(match)[page.needs]:
        raise NotFound("Page")
    return page


def overview(link: Link) -> ResponseReturnValue:
    """The course as both read it; Refused when the pair has ended."""
    match = _running(link)
    agreement, knows = courses.agreement_of(match), course_part.known(match)
    supporter = courses.supporter_of(match) if knows["supporter"] else None
    return render_template(
        "links/course/overview.html", holder=link.holder, knows=knows, norm=course_part.norm_rows(match),
        rules=courses.rule(match.rules), agreement=agreement, agreed=course_part.agreement_rows(agreement),
        goals=course_part.goal_rows(courses.newest(courses.goals_of(match))), words=courses.ACTS,
        supporter=course_part.supporter_rows(supporter), states=courses.STATES,
        lacks_visit=courses.lacks_visit(match, courses.activities_of(match) if knows["activities"] else []),
    )  # fmt: skip


def to_write_after(link: Link) -> dict[str, bool]:
    """What is asked for when a meeting has been logged: the house rules until they are there (FY-32), and what was done."""
    match = match_of(link)
    knows = course_part.known(match) if link.purpose == "start" else {}
    wanted = knows.get("expectation_agreement", False) and courses.agreement_of(match) is None
    return {"wants_rules": wanted, "wants_activities": knows.get("activities", False)}


def _running(link: Link, *, also_stopped: bool = False) -> Match:
    if link.purpose != "start":
        raise NotFound("Page")
    match = match_of(link)
    if not match.is_running:
        raise Refused(_("Forløbet er afsluttet. Du skal ikke gøre noget. Tak for din hjælp."))
    if not also_stopped and follow_ups.is_stopped(match):
        raise Refused(_("Kontakten mellem mentor og den unge holder pause. Korpset ringer til dig, når der er nyt."))
    return match


def _shown(form: Form, title: str, status: int = 200, **more: Any) -> ResponseReturnValue:
    return render_template("links/course/form.html", form=form, title=title, **more), status


def _kept(form: Form, title: str, verb: Callable[[], object], said: str, **more: Any) -> ResponseReturnValue:
    """The form again with what is wrong, or the course with what was kept."""
    if not form.validate():
        return _shown(form, title, 422, **more)
    try:
        verb()
    except Refused as refusal:
        form.refuse(refusal)
        return _shown(form, title, 409, **more)
    return _back(said)


def _back(said: str) -> ResponseReturnValue:
    flash(said, "success")
    where = {name: value for name, value in (request.view_args or {}).items() if name != "page"}
    return redirect(url_for("course_links.overview", **where), 303)


def _show_agreement(link: Link) -> ResponseReturnValue:
    form = OwnAgreementForm(formdata=None, obj=courses.agreement_of(match_of(link)))
    return _shown(form, _("Jeres spilleregler"))


def _keep_agreement(link: Link) -> ResponseReturnValue:
    match, form = match_of(link), OwnAgreementForm()
    return _kept(
        form, _("Jeres spilleregler"), lambda: courses.write_agreement(match, form.answers, by=acting(link)),
        _("Spillereglerne er gemt. Nu skal den anden også sige ja."),
    )  # fmt: skip


def _show_yes(link: Link) -> ResponseReturnValue:
    agreement = courses.agreement_of(match_of(link))
    if agreement is None or agreement.has_yes_of(link.holder):
        return _to_overview(link)
    return _shown(YesForm(formdata=None), _("Sig ja til spillereglerne"), rows=course_part.agreement_rows(agreement))


def _keep_yes(link: Link) -> ResponseReturnValue:
    match, form = match_of(link), YesForm()
    agreement = courses.agreement_of(match)
    if agreement is None:
        raise NotFound("ExpectationAgreement")
    return _kept(
        form, _("Sig ja til spillereglerne"), lambda: courses.say_yes(match, agreement, link.holder, by=acting(link)),
        _("Tak for dit ja."), rows=course_part.agreement_rows(agreement),
    )  # fmt: skip


def _show_goal(link: Link) -> ResponseReturnValue:
    number = request.args.get("nr", 0, int)
    form = _reassess_form(match_of(link), number) if number else GoalForm(formdata=None)
    return _shown(form, _("Jeres mål"))


def _keep_goal(link: Link) -> ResponseReturnValue:
    match, number = match_of(link), request.args.get("nr", 0, int)
    form: GoalForm = _reassess_form(match, number) if number else GoalForm()

    def keep() -> None:
        said = form.overall.data, form.areas.data, form.text.data or ""
        if not isinstance(form, ReassessForm):
            courses.set_goal(match, *said, by=acting(link))
        elif form.act.data == "changed":
            courses.change_goal(match, number, *said, by=acting(link))
        else:
            courses.close_goal(match, number, form.act.data, by=acting(link))

    return _kept(form, _("Jeres mål"), keep, _("Målet er skrevet ned."))


def _reassess_form(match: Match, number: int) -> ReassessForm:
    found = next((one for one in courses.newest(courses.goals_of(match)) if one.number == number), None)
    if found is None:
        raise NotFound("Goal")
    return ReassessForm(text=found.text, overall=found.overall, areas=found.areas)


def _show_activities(link: Link) -> ResponseReturnValue:
    return _shown(activity_form(match_of(link), formdata=None, done_on=today()), _("Hvad lavede I?"))


def _keep_activities(link: Link) -> ResponseReturnValue:
    match = match_of(link)
    form = activity_form(match)

    def keep() -> None:
        courses.tick(match, form.kinds.data, form.done_on.data or today(), by=acting(link))
        follow_ups.contact_logged(match, by=acting(link))

    return _kept(form, _("Hvad lavede I?"), keep, _("Aktiviteterne er skrevet ned."))


def _keep_contact(link: Link) -> ResponseReturnValue:
    way, begun_by = request.form.get("way", ""), request.form.get("begun_by", "mentor")
    match = match_of(link)
    courses.log_contact(match, way, held_on=today(), begun_by=begun_by, by=acting(link))
    follow_ups.contact_logged(match, by=acting(link))
    return _back(_("Kontakten er skrevet ned. Tak."))


def _keep_wellbeing(link: Link) -> ResponseReturnValue:
    seen = follow_ups.wellbeing_noted(match_of(link), request.form.get("how", ""), by=acting(link))
    return _back(_("Tak. Vi ringer til dig.") if seen.how == "worried" else _("Det er skrevet ned. Tak."))


def _show_events(link: Link) -> ResponseReturnValue:
    match = match_of(link)
    going = {one.event_id for one in courses.signups_of(match)}
    events = list(db.session.scalars(courses.coming()))
    return render_template("links/course/events.html", events=events, going=going)


def _keep_event(link: Link) -> ResponseReturnValue:
    try:
        event_id = UUID(request.form.get("event", ""))
    except ValueError:
        raise NotFound("NetworkEvent") from None
    if request.form.get("answer") == "no":
        courses.stay_away(match_of(link), event_id, by=acting(link))
        return _back(_("I er meldt fra. Tak for besked."))
    courses.sign_up(match_of(link), event_id, by=acting(link))
    return _back(_("I er tilmeldt. Det er gratis."))


def _show_tools(_link: Link) -> ResponseReturnValue:
    return render_template("links/course/tools.html")


def _to_overview(_link: Link) -> ResponseReturnValue:
    where = {name: value for name, value in (request.view_args or {}).items() if name != "page"}
    return redirect(url_for("course_links.overview", **where))


PAGES: Mapping[str, Page] = {
    "aftale": Page(_show_agreement, _keep_agreement, BOTH),
    "ja": Page(_show_yes, _keep_yes, BOTH),
    "maal": Page(_show_goal, _keep_goal, BOTH),
    "aktivitet": Page(_show_activities, _keep_activities, MENTOR, "activities", logs=True),
    "kontakt": Page(_to_overview, _keep_contact, BOTH, logs=True),
    "trivsel": Page(_to_overview, _keep_wellbeing, MENTOR, "wellbeing"),
    "redskaber": Page(_show_tools, _to_overview, MENTOR),
    "arrangementer": Page(_show_events, _keep_event, BOTH, "events"),
}
