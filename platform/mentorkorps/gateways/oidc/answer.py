"""From the provider's answers to an identity: the redirect, userinfo, the allow rule and the roles."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mentorkorps.gateways.oidc.id_token import moment, same
from mentorkorps.gateways.oidc.metadata import Metadata
from mentorkorps.gateways.oidc.refusal import Reason, SignInRefused
from mentorkorps.gateways.oidc.settings import Identity, Pending, ProviderSettings
from mentorkorps.gateways.oidc.wire import fetch

LONGEST_PENDING = timedelta(minutes=10)
LONGEST_TEXT = 200


def check_browser(settings: ProviderSettings, pending: Pending, args: Mapping[str, str], now: datetime) -> None:
    """Nothing, when the browser comes back in time, from where it was sent. Errors: SignInRefused."""
    if now - pending.created_at > LONGEST_PENDING:
        raise SignInRefused(Reason.PENDING_EXPIRED)
    if pending.issuer != settings.issuer:
        raise SignInRefused(Reason.PROVIDER_CHANGED)
    if not same(args.get("state"), pending.state):
        raise SignInRefused(Reason.STATE)


def code_in(args: Mapping[str, str], settings: ProviderSettings, metadata: Metadata) -> str:
    """The code in the provider's redirect. Errors: SignInRefused, for RFC 9207's `iss` before anything else."""
    if ("iss" in args or metadata.names_itself) and args.get("iss") != settings.issuer:
        raise SignInRefused(Reason.RESPONSE_ISSUER)
    if "error" in args:
        raise SignInRefused(Reason.CANCELLED if args["error"] == "access_denied" else Reason.PROVIDER_ERROR)
    if not args.get("code"):
        raise SignInRefused(Reason.CODE_MISSING)
    return args["code"]


def with_userinfo(
    claims: Mapping[str, Any], settings: ProviderSettings, metadata: Metadata, access_token: object
) -> Mapping[str, Any]:
    """The claims with what userinfo adds, where the provider has it; the signed ones win. Errors: SignInRefused."""
    if metadata.userinfo_endpoint is None or not isinstance(access_token, str):
        return claims
    told = fetch(settings, metadata.userinfo_endpoint, bearer=access_token)
    if told is None:
        raise SignInRefused(Reason.USERINFO)
    if told.get("sub") != claims["sub"]:
        raise SignInRefused(Reason.USERINFO_SUBJECT)
    return {**told, **claims}


def identity(claims: Mapping[str, Any], settings: ProviderSettings, id_token: str) -> Identity:
    """The identity in checked claims. Errors: SignInRefused with group_overage or not_allowed."""
    _check_overage(claims, settings)
    has_rule = settings.allow_claim or settings.allow_values
    if has_rule and not settings.allow_values & _values(claims, settings.allow_claim or ""):
        raise SignInRefused(Reason.NOT_ALLOWED)
    signed_in = moment(claims, "auth_time")
    return Identity(
        issuer=settings.issuer,
        subject=claims["sub"],
        name=_text(claims, "name"),
        email=None if claims.get("email_verified") in (False, "false") else _text(claims, "email"),
        roles=frozenset(
            settings.role_map[value] for value in _values(claims, settings.claim_roles) if value in settings.role_map
        ),
        claims=claims,
        id_token=id_token,
        acr=_text(claims, "acr"),
        auth_time=None if signed_in is None else datetime.fromtimestamp(signed_in, UTC),
    )


def _check_overage(claims: Mapping[str, Any], settings: ProviderSettings) -> None:
    """A claim we decide by must be in the token itself, not left out because the groups were too many."""
    deciding = {settings.allow_claim} | ({settings.claim_roles} if settings.role_map else set())
    left_out = claims.get("_claim_names")
    elsewhere = set(left_out) if isinstance(left_out, dict) else set()
    if claims.get("hasgroups") in (True, "true"):
        elsewhere.add("groups")
    if deciding & elsewhere:
        raise SignInRefused(Reason.GROUP_OVERAGE)


def _values(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    value = claims.get(name)
    return frozenset(str(one) for one in (value if isinstance(value, list) else [value]) if isinstance(one, str | int))


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    value = claims.get(name)
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        return None
    return value.strip()[:LONGEST_TEXT]
