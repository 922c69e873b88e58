"""Sign-in at the partners' own identity providers: an OpenID Connect relying party. No Flask, no database.

Authlib and joserfc speak the protocol. What they let through is checked here: see `id_token` and `answer`.
"""

from mentorkorps.gateways.oidc.flow import begin, check_signed_out, finish, sign_out_url
from mentorkorps.gateways.oidc.refusal import Reason, SignInRefused
from mentorkorps.gateways.oidc.settings import Identity, Pending, ProviderSettings

__all__ = [
    "Identity",
    "Pending",
    "ProviderSettings",
    "Reason",
    "SignInRefused",
    "begin",
    "check_signed_out",
    "finish",
    "sign_out_url",
]
