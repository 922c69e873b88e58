"""The pages before and around the work: what this is, where to sign in, one's own account, and how the house stands."""

from uuid import UUID

from flask import Blueprint, Response, flash, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from mentorkorps import first_day
from mentorkorps.clock import as_programme, real_now
from mentorkorps.language import LANGUAGES, N_, _
from mentorkorps.refused import NotFound
from mentorkorps.web.access import PUBLIC, SIGNED_IN, may
from mentorkorps.web.company_doors import open_doors
from mentorkorps.web.sign_in_steps import local_path
from tenants import arrivals
from tenants.registry import Tenant
from tenants.scope import db

room = Blueprint("front", __name__)

A_YEAR = 31_536_000
GROUPS = {
    "municipality": N_("Kommuner"),
    "corps": N_("Mentorkorps"),
    "guidance": N_("Vejledning"),
    "school": N_("Erhvervsskoler"),
}
#: Where somebody with one of these roles begins, the first that fits.
FIRST_PAGES = [
    ({"corps_staff"}, "inbox.index"),
    ({"case_worker", "counsellor", "coordinator"}, "youths.index"),
    ({"steering_member"}, "steering.index"),
    ({"dpo", "tenant_admin"}, "logs.index"),
    ({"signatory"}, "agreement.show"),
    ({"operator"}, "operator.index"),
]


@room.get("/")
@may(PUBLIC)
def welcome() -> ResponseReturnValue:
    """What this is, where to sign in, and where a company writes."""
    tenants = list(db.session.scalars(select(Tenant).order_by(Tenant.name)))
    groups = [(_(heading), [tenant for tenant in tenants if tenant.kind == kind]) for kind, heading in GROUPS.items()]
    after = local_path(request.args.get("efter")) or None
    companies = open_doors(tenant for tenant in tenants if tenant.kind == "corps")
    return render_template("front/welcome.html", groups=groups, after=after, companies=companies)


@room.get("/<slug>/")
@may(SIGNED_IN)
def home(slug: str) -> ResponseReturnValue:
    """On to the page where the user's own work begins; for a coordinator of a new house, what comes before the first enrolment."""
    first_steps = first_day.unfinished(g.home) if "coordinator" in g.user.roles else []
    if first_steps and g.tenant.id == g.home.id:
        return render_template("operator/first_day.html", steps=first_steps)
    begins = [endpoint for roles, endpoint in FIRST_PAGES if roles & g.user.roles]
    if g.home.kind == "corps" and begins[0] == "youths.index":
        # A corps has no youths of its own: who coordinates one works for the steering group.
        begins = ["steering.index"]
    endpoint = begins[0]
    return redirect(url_for(endpoint, slug=g.home.slug), 303)


@room.get("/<slug>/konto")
@may(SIGNED_IN)
def account(slug: str) -> ResponseReturnValue:
    """Who one is here, and where one is signed in."""
    sessions = [
        (one.id, as_programme(one.started_at), as_programme(one.seen_at))
        for one in arrivals.running(g.user, real_now())
    ]
    roles = ", ".join(_(one) for one in g.user.called)
    return render_template("front/account.html", slug=slug, user=g.user, roles=roles, here=g.sign_in, sessions=sessions)


@room.post("/<slug>/konto/<uuid:sign_in_id>/afslut")
@may(SIGNED_IN)
def end_session(slug: str, sign_in_id: UUID) -> ResponseReturnValue:
    """Ends one of one's own sessions."""
    arrivals.end_own(g.user, sign_in_id)
    flash(_("Du er logget af i den anden browser."), "success")
    return redirect(url_for(".account", slug=slug), 303)


@room.post("/sprog/<code>")
@may(PUBLIC)
def speak(code: str) -> ResponseReturnValue:
    """The pages come in `code` from now on, in this browser."""
    if code not in LANGUAGES:
        raise NotFound("Language")
    response: Response = make_response(redirect(local_path(request.form.get("tilbage")) or "/", 303))
    secure = not g.config.is_loopback
    response.set_cookie("mk_language", code, max_age=A_YEAR, path="/", httponly=True, samesite="Lax", secure=secure)
    return response


@room.get("/was")
@may(PUBLIC)
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("front/accessibility.html")


@room.get("/health")
@may(PUBLIC)
def health() -> ResponseReturnValue:
    """For whoever watches the process: 200 when it serves and the database answers, otherwise 503."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="the database does not answer"), 503
    return jsonify(status="ok")
