"""`mentorkorps provider set SLUG FILE` and `remove SLUG ISSUER`: where the users of a tenant sign in."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from mentorkorps import process
from mentorkorps.config import Config
from mentorkorps.gateways.oidc import ProviderSettings
from mentorkorps.language import _
from mentorkorps.refused import Refused
from tenants.providers import Provider
from tenants.registry import Tenant
from tenants.scope import acting_for, db

KEYS = ("issuer", "client_id", "client_secret")


@click.group()
def provider() -> None:
    """Identity providers: each tenant's own."""


@provider.command("set", short_help="Lets the users of a tenant sign in there.")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
def set_(slug: str, file: Path) -> None:
    """Lets the users of tenant SLUG sign in at the OpenID provider described in FILE (TOML).

    FILE holds issuer, client_id, client_secret and the settings: [role_map] from a value of the claim `claim_roles` to
    a role, alone or with a title (counsellor:consultant, counsellor:teacher), create_users, scopes, acr_values,
    allow_claim and allow_values, and what else the provider wants.
    """
    given = read(file)
    config = Config.from_env()
    with _home(slug, config):
        of = set_provider(given, allow_loopback=config.is_loopback)
        roles, others = of.refuses, [one.issuer for one in Provider.all_here() if one is not of]
    click.echo(_("%(slug)s logger nu ind hos %(issuer)s.", slug=slug, issuer=given["issuer"]))
    if roles:
        click.echo(_("Rollerne %(roles)s kan udbyderen ikke give her.", roles=", ".join(roles)))
    if others:
        click.echo(_("Der logges også stadig ind hos %(issuers)s; `provider remove` lukker.", issuers=", ".join(others)))


@provider.command(short_help="Lets nobody of a tenant sign in there any more.")
@click.argument("slug")
@click.argument("issuer")
def remove(slug: str, issuer: str) -> None:
    """Lets nobody of tenant SLUG sign in at ISSUER any more; who is signed in stays so until the session ends."""
    with _home(slug, Config.from_env()):
        remove_provider(issuer)
    click.echo(_("%(slug)s logger ikke længere ind hos %(issuer)s.", slug=slug, issuer=issuer))


@contextmanager
def _home(slug: str, config: Config) -> Iterator[None]:
    """One transaction at home in the tenant called `slug`."""
    with process.start(config).app_context():
        with acting_for(None):
            home = Tenant.called(slug).id
        with acting_for(home, home=home):
            yield


def read(file: Path) -> dict[str, Any]:
    """What the TOML file says; Refused."""
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refused(_("Filen %(path)s kan ikke læses: %(why)s.", path=file, why=error.strerror)) from None
    except ValueError as error:
        raise Refused(_("Det er ikke gyldig TOML: %(message)s.", message=error)) from None
    missing = [name for name in KEYS if not isinstance(given.get(name), str)]
    if missing:
        raise Refused(_("Filen mangler %(names)s.", names=", ".join(missing)))
    return given


def remove_provider(issuer: str) -> None:
    """The tenant acted in signs in there no more. Refused where it does not, and names where it does."""
    known = Provider.known_as(issuer)
    if known is None:
        names = ", ".join(one.issuer for one in Provider.all_here()) or _("ingen steder")
        raise Refused(_("Der logges ikke ind hos %(issuer)s, men hos: %(names)s.", issuer=issuer, names=names))
    db.session.delete(known)


def set_provider(given: dict[str, Any], *, allow_loopback: bool) -> Provider:
    """The provider of the tenant acted in, as `given`; a second time with the same changes nothing. Refused."""
    settings = {name: value for name, value in given.items() if name not in KEYS}
    provider = Provider.set(**{name: given[name] for name in KEYS}, settings=settings)
    ProviderSettings(**provider.wiring(), allow_loopback=allow_loopback)
    return provider
