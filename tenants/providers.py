"""Identity providers: each tenant's own, as data."""

from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import urlsplit

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.orm import Mapped

from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants.registry import OPERATOR, Partnership, Tenant
from tenants.rows import PrivateRow
from tenants.scope import db, own_id
from tenants.users import ROLES, TITLES, parted

TEXT, TEXTS, MAP = "text", "list of texts", "table of texts"
#: What a provider's settings may hold. The protocol's own are handed on by `wiring`; the rest is ours:
#: `name` on the button, `create_users` just in time (otherwise only whoever has an account already comes in), and
#: `leads_to`, further origins that the provider sends the browser through on the way to its page.
SETTINGS = {
    "name": TEXT,
    "create_users": "true or false",
    "leads_to": TEXTS,
    "scopes": TEXTS,
    "authorize_params": MAP,
    "acr_values": TEXTS,
    "allowed_acr": TEXTS,
    "claim_roles": TEXT,
    "role_map": MAP,
    "allow_claim": TEXT,
    "allow_values": TEXTS,
    "max_age": "whole number",
    "end_session": TEXT,
}
OURS = {"name", "create_users", "leads_to"}


class Provider(PrivateRow):
    """How users of this tenant sign in: an OpenID provider and the map from its claims to roles (none by default)."""

    __tablename__ = "providers"
    __table_args__ = (UniqueConstraint("tenant_id", "issuer"),)

    issuer: Mapped[str]
    client_id: Mapped[str]
    client_secret: Mapped[str]
    settings: Mapped[dict[str, Any]]

    @classmethod
    def set(cls, *, issuer: str, client_id: str, client_secret: str, settings: Mapping[str, Any]) -> Self:
        """The tenant's provider with that issuer, from now on exactly so. Refused names what is wrong."""
        _check(issuer, client_id, settings)
        provider = cls.known_as(issuer)
        if provider is None:
            provider = cls(tenant_id=own_id(), issuer=issuer)
            db.session.add(provider)
        provider.client_id, provider.client_secret, provider.settings = client_id, client_secret, dict(settings)
        db.session.flush()
        return provider

    @classmethod
    def all_here(cls) -> list[Self]:
        """The tenant's providers, in the order of their names."""
        found = db.session.scalars(select(cls).where(cls.tenant_id == own_id()))
        return sorted(found, key=lambda provider: provider.name)

    @classmethod
    def known_as(cls, issuer: str) -> Self | None:
        """The tenant's provider with that issuer."""
        return db.session.scalar(select(cls).where(cls.tenant_id == own_id(), cls.issuer == issuer))

    @property
    def name(self) -> str:
        """What stands on its button where the tenant has several."""
        return str(self.settings.get("name") or urlsplit(self.issuer).hostname)

    @property
    def creates_users(self) -> bool:
        """Whether somebody new gets an account at the first sign-in."""
        return self.settings.get("create_users") is True

    @property
    def origins(self) -> list[str]:
        """Where a form that begins a sign-in may lead."""
        return [self.issuer, *self.settings.get("leads_to", [])]

    @property
    def refuses(self) -> list[str]:
        """The roles of its map that it may not give here."""
        mapped = frozenset(self.settings.get("role_map", {}).values())
        return sorted(mapped - grantable(mapped))

    def wiring(self) -> dict[str, Any]:
        """Its settings as the OpenID gateway takes them."""
        theirs = {name: value for name, value in self.settings.items() if name not in OURS}
        for name in ("scopes", "acr_values", "allowed_acr"):
            if name in theirs:
                theirs[name] = tuple(theirs[name])
        if "allow_values" in theirs:
            theirs["allow_values"] = frozenset(theirs["allow_values"])
        return {"issuer": self.issuer, "client_id": self.client_id, "client_secret": self.client_secret, **theirs}


def grantable(roles: frozenset[str]) -> frozenset[str]:
    """Of `roles`, those that a provider may give here: corps staff only where the house operates a partnership, and
    whoever runs the installation nothing but that."""
    known = {role for role in roles if _is_role(role)}
    if Tenant.by_id(own_id()).kind == OPERATOR:
        return frozenset(role for role in known if parted(role)[0] == "operator")
    operates = select(Partnership.id).where(Partnership.tenant_id == own_id()).limit(1)
    never = {"operator"} if db.session.scalar(operates) else {"operator", "corps_staff"}
    return frozenset(role for role in known if parted(role)[0] not in never)


def _check(issuer: str, client_id: str, settings: Mapping[str, Any]) -> None:
    parts = urlsplit(issuer)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or not client_id:
        raise Refused(_("Udbyderen skal have en https-adresse som udsteder (issuer) og et klient-id (client_id)."))
    for name, value in settings.items():
        if name not in SETTINGS:
            raise Refused(_("Indstillingen %(name)s findes ikke.", name=name))
        if not _fits(value, SETTINGS[name]):
            raise Refused(_("Indstillingen %(name)s har en forkert form.", name=name))
    for role in settings.get("role_map", {}).values():
        if not _is_role(role):
            raise Refused(_("Rollen %(role)s findes ikke. Vælg mellem %(roles)s.", role=role, roles=", ".join(ROLES)))


def _is_role(written: str) -> bool:
    """A role, alone or with a title."""
    role, title = parted(written)
    return role in ROLES and (title is None or title in TITLES)


def _fits(value: object, kind: str) -> bool:
    if kind == TEXT:
        return isinstance(value, str) and bool(value)
    if kind == TEXTS:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if kind == MAP:
        return isinstance(value, Mapping) and all(isinstance(one, str) for one in (*value, *value.values()))
    return isinstance(value, bool) if kind == "true or false" else type(value) is int
