"""Who asks, where they come from, where they act, and whether they may: settled once, before a page is made.

A request reads the public directory, settles the home of the account, reads its session and roles, and enters the
tenant of the URL once: home itself, a municipality that home's corps serves, or one that home may enrol for.
"""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn
from uuid import UUID

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user
from sqlalchemy import select
from werkzeug.exceptions import Forbidden

from mentorkorps import across
from mentorkorps.clock import now, real_now, today
from mentorkorps.refused import NotFound
from tenants import audit, exit
from tenants.local_rules import rules_here
from tenants.registry import Mandate, Member, Tenant
from tenants.scope import Scope, close_scope, current, db, open_scope
from tenants.users import ROLES, Actor, SignIn, User

View = Callable[..., ResponseReturnValue]

#: Asks who a request is from; the session itself is a row of the house (security, section 3), not a cookie of Flask's.
login = LoginManager()

PUBLIC, BY_LINK, ARRIVING = "anybody", "whoever has the link", "whoever comes or goes"
VISITING = "whoever visits a house"  # its page for companies: no session is looked at
SIGNED = "a gateway that signs its call"  # the view looks at the signature before anything else
SIGNED_IN = "whoever is signed in"
PERMISSIONS: Mapping[str, frozenset[str]] = {
    SIGNED_IN: frozenset(ROLES),
    "enrol youths": frozenset({"case_worker", "counsellor", "coordinator"}),
    "see youths": frozenset({"case_worker", "counsellor", "coordinator", "corps_staff"}),
    "read the journal": frozenset({"case_worker", "counsellor", "coordinator", "corps_staff", "dpo"}),
    "oversee cases": frozenset({"dpo"}),
    "match youths": frozenset({"corps_staff"}),
    "follow up": frozenset({"corps_staff"}),
    "raise concerns": frozenset({"case_worker", "counsellor", "coordinator", "corps_staff"}),
    "name the on-call": frozenset({"coordinator", "corps_staff"}),
    "recruit mentors": frozenset({"corps_staff"}),
    "read the report": frozenset({"steering_member", "coordinator", "corps_staff", "tenant_admin"}),
    "see own figures": frozenset({"coordinator", "corps_staff", "steering_member"}),
    "sit in the steering group": frozenset({"steering_member", "coordinator"}),
    "choose the steering group": frozenset({"coordinator", "signatory", "tenant_admin"}),
    "see field partners": frozenset({"corps_staff", "coordinator", "steering_member"}),
    "keep field partners": frozenset({"corps_staff", "coordinator"}),
    "see offers": frozenset({"case_worker", "counsellor", "coordinator", "corps_staff"}),
    "keep offers": frozenset({"corps_staff"}),
    "see the programme": frozenset(
        {"case_worker", "counsellor", "coordinator", "corps_staff", "steering_member", "tenant_admin"}
    ),
    "adjust the programme": frozenset({"coordinator", "corps_staff"}),
    "see the agreement": frozenset({"steering_member", "coordinator", "corps_staff", "tenant_admin", "signatory"}),
    "mind the quota": frozenset({"coordinator", "steering_member", "tenant_admin", "signatory"}),
    "sign the agreement": frozenset({"signatory"}),
    "keep the agreement": frozenset({"corps_staff"}),
    "log the hotline": frozenset({"corps_staff", "coordinator"}),
    "take our data out": frozenset({"signatory", "tenant_admin"}),
    "write notes": frozenset({"case_worker", "counsellor", "coordinator", "corps_staff"}),
    "say when away": frozenset({"case_worker", "counsellor", "coordinator"}),
    "mind the journal": frozenset({"coordinator"}),
    "hand out insight": frozenset({"coordinator", "dpo"}),
    "read case files": frozenset({"coordinator", "corps_staff", "dpo"}),
    "audit case files": frozenset({"coordinator"}),
    "handle invoices": frozenset({"corps_staff", "tenant_admin"}),
    "see the money": frozenset({"coordinator", "signatory", "steering_member", "corps_staff"}),
    "read the logs": frozenset({"dpo", "tenant_admin"}),
    "open and close tenants": frozenset({"operator"}),
}


#: What coordinators may do at home where the house has taken it on beyond its duties: permission → its switch (FY-13).
TASKS = {"recruit mentors": "finds_mentors"}

#: What a house may still do after its last day: take its data out, and end a session.
AFTER_THE_END = frozenset({"agreement_data.export", "front.end_session"})


def may(permission: str) -> Callable[[View], View]:
    """Marks a view with who may use it; `open_request` checks it. A view without one fails the build."""
    if permission not in {PUBLIC, BY_LINK, ARRIVING, VISITING, SIGNED, *PERMISSIONS}:
        raise ValueError(f"no permission is called {permission!r}")

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # a function may carry a mark
        return view

    return mark


def cookie_name() -> str:
    """`__Host-` where the address is https; a plain name on loopback http."""
    return "mk_session" if g.config.is_loopback else "__Host-mk_session"


def open_request() -> ResponseReturnValue | None:
    """Before each request: opens the scope, finds the user, enters the tenant, checks the permission."""
    g.scope_token = open_scope(Scope())
    g.user = g.tenant = g.home = None
    g.roles_away = frozenset()
    view: Any = _view()
    permission = getattr(view, "permission", None)
    slug = (request.view_args or {}).get("slug")
    if "\x00" in request.path or any("\x00" in said for one in request.args.items(multi=True) for said in one):
        raise NotFound("Address")  # nobody types a zero byte, and the database takes none
    if view is None or permission is None:
        return None
    if slug is not None:
        g.tenant = Tenant.called(slug)
    if permission in (BY_LINK, VISITING):
        current().enter(g.tenant.id)
        _refuse_what_is_over()
        return None
    if permission == SIGNED:
        return None
    if permission == ARRIVING:
        _stand_at_the_door()
        return None
    _find_user()
    if permission == PUBLIC:
        return None
    if g.user is None:
        return _ask_to_sign_in(slug)
    if g.tenant is not None:
        _enter()
    if not _may_here(permission):
        raise Forbidden
    _refuse_what_is_over()
    return None


def _refuse_what_is_over() -> None:
    """A house whose last day is past reads and takes its data out; it changes nothing."""
    if request.method == "POST" and request.endpoint not in AFTER_THE_END:
        exit.refuse_if_over(today())


def _view() -> Any:
    return current_app.view_functions.get(request.endpoint or "")


def _stand_at_the_door() -> None:
    """Whatever session the browser has is not looked at, and no transaction stays open while a provider is waited for:
    signing in and out keep each of their steps by themselves."""
    if g.tenant is not None:
        db.session.expunge(g.tenant)
        db.session.rollback()
        current().settle(g.tenant.id)
        current().enter(g.tenant.id)


def _ask_to_sign_in(slug: str | None) -> ResponseReturnValue:
    after = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.begin", slug=slug, efter=after) if slug else "/", 303)


def _find_user() -> None:
    if current_user.is_authenticated:
        g.user = current_user._get_current_object()


@login.request_loader  # type: ignore[untyped-decorator]  # the library has no types
def _of_the_session(_request: Any) -> User | None:
    """Whose session the cookie names, in the house that it names; from then on the transaction belongs there."""
    slug, _, token = request.cookies.get(cookie_name(), "").partition(".")
    if not token:
        return None
    try:
        home = Tenant.called(slug)
    except NotFound:
        return None
    current().settle(home.id)
    sign_in = SignIn.found(token, real_now())
    if sign_in is None:
        return None
    g.home, g.sign_in = home, sign_in
    g.form_action = [sign_in.user.issuer]  # the button "Log ud" leads there
    return sign_in.user


def _enter() -> None:
    if g.tenant.id != g.home.id:
        g.roles_away = frozenset({"corps_staff"} if _serves() else {"counsellor"} if _enrols_for() else ())
        if not g.roles_away:
            raise NotFound("Tenant")
    current().enter(g.tenant.id)
    if g.tenant.id != g.home.id:
        _remember_entry()


def _serves() -> bool:
    """The user is corps staff of the tenant that operates a partnership which serves the URL's tenant."""
    served = Member.tenant_id == g.home.id, Member.party_tenant_id == g.tenant.id, Member.bears
    member = across.serving(today()).where(*served).limit(1)
    return "corps_staff" in g.user.roles and db.session.scalar(member) is not None


def _enrols_for() -> bool:
    """The user is a counsellor of a school or guidance centre that the URL's tenant lets enrol youths."""
    mandate = select(Mandate.id).where(
        Mandate.tenant_id == g.tenant.id, Mandate.party_tenant_id == g.home.id, Mandate.given_on <= today(),
        (Mandate.ended_on.is_(None)) | (Mandate.ended_on >= today()),
    )  # fmt: skip
    return "counsellor" in g.user.roles and db.session.scalar(mandate) is not None


def _remember_entry() -> None:
    """Entering another tenant is audited, once a day for each user."""
    entries = audit.AuditEntry.act == "tenant.entered", audit.AuditEntry.actor_user_id == g.user.id
    last = select(audit.AuditEntry.at).where(*entries).order_by(audit.AuditEntry.at.desc()).limit(1)
    at = db.session.scalar(last)
    if at is None or at.date() != now().date():
        audit.record("tenant.entered", None, by=actor())


def roles_here() -> frozenset[str]:
    """The user's roles in the tenant of the URL: all at home, elsewhere only the one that leads there."""
    user: User | None = g.user
    if user is None:
        return frozenset()
    return user.roles if g.tenant is None or g.tenant.id == g.home.id else g.roles_away


def _may_here(permission: str) -> bool:
    """Whether the user may, by a role or by a task that the house has taken on (FY-13)."""
    task = TASKS.get(permission)
    if allowed(permission) or task is None or "coordinator" not in roles_here() or g.tenant.id != g.home.id:
        return allowed(permission)
    try:
        return bool(rules_here(today())["tasks"][task])
    except NotFound:
        return False


def allowed(permission: str) -> bool:
    """For templates and menus: whether the user may, here."""
    return bool(PERMISSIONS[permission] & roles_here())


def actor() -> Actor:
    """The signed-in user as the one who acts, with the roles that count here."""
    user: User = g.user
    return Actor("user", user.name, user.tenant_id, user.id, roles_here())


def home_id() -> UUID:
    """The tenant of the user's account."""
    home: Tenant = g.home
    return home.id


def keep_although_refused(page: str) -> ResponseReturnValue:
    """The answer to a form that is refused, 422, where what could be read of it is kept: a draft."""
    g.keeps = True
    return page, 422


def keep_what_succeeded(response: Any) -> Any:
    """After each request: a good answer is committed, a bad one rolled back, unless it was to be kept although refused. A GET
    writes too: logs and receipts. A HEAD shows nothing, so it keeps nothing.
    """
    if "scope_token" in g:
        good = response.status_code < 400 or (response.status_code == 422 and g.get("keeps", False))
        if good and request.method != "HEAD":
            db.session.commit()
        else:
            db.session.rollback()
    return response


def close_request(_error: BaseException | None = None) -> None:
    """At the very end: the scope closes, and with it the transaction."""
    token = g.pop("scope_token", None)
    if token is not None:
        close_scope(token)


def refuse() -> NoReturn:
    """The page is not for this role."""
    abort(403)
