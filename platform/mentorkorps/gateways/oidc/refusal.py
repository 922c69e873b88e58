"""Why a sign-in was refused: a reason for the log, and a sentence the person can act on."""

from enum import StrEnum

from mentorkorps.language import N_, _
from mentorkorps.refused import Refused


class Reason(StrEnum):
    """What was wrong, for logs and alarms. It never holds a word the provider or the browser chose."""

    SETTINGS = "settings"
    ADDRESS = "address"
    UNREACHABLE = "unreachable"
    METADATA = "metadata"
    METADATA_ISSUER = "metadata_issuer"
    PENDING_EXPIRED = "pending_expired"
    PROVIDER_CHANGED = "provider_changed"
    STATE = "state"
    RESPONSE_ISSUER = "response_issuer"
    CANCELLED = "cancelled"
    PROVIDER_ERROR = "provider_error"
    CODE_MISSING = "code_missing"
    CODE_REFUSED = "code_refused"
    ID_TOKEN_MISSING = "id_token_missing"  # noqa: S105 (a reason, not a secret)
    MALFORMED = "malformed"
    ALGORITHM = "algorithm"
    KEYS = "keys"
    KEY_UNKNOWN = "key_unknown"
    KEY_AMBIGUOUS = "key_ambiguous"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    SUBJECT = "subject"
    AUDIENCE = "audience"
    AUTHORISED_PARTY = "authorised_party"
    NONCE = "nonce"
    ISSUED_AT = "issued_at"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    ACCESS_TOKEN_HASH = "access_token_hash"  # noqa: S105 (a reason, not a secret)
    ASSURANCE = "assurance"
    AUTH_TIME = "auth_time"
    USERINFO = "userinfo"
    USERINFO_SUBJECT = "userinfo_subject"
    NOT_ALLOWED = "not_allowed"
    GROUP_OVERAGE = "group_overage"
    SIGN_OUT_STATE = "sign_out_state"


UNTRUSTED = N_(
    "Svaret fra din organisations log på kunne ikke godkendes, så du er ikke logget på. "
    "Prøv igen, og kontakt jeres it-afdeling, hvis det sker igen."
)
SET_UP_WRONGLY = N_("Log på er ikke sat rigtigt op for din organisation. Kontakt jeres it-afdeling.")
NO_ANSWER = N_("Din organisations log på svarer ikke lige nu. Prøv igen om lidt.")
START_AGAIN = N_("Dit login hører ikke til denne browser eller er for gammelt. Begynd forfra med at logge på.")

SENTENCES = {
    Reason.SETTINGS: SET_UP_WRONGLY,
    Reason.ADDRESS: SET_UP_WRONGLY,
    Reason.METADATA: SET_UP_WRONGLY,
    Reason.METADATA_ISSUER: SET_UP_WRONGLY,
    Reason.UNREACHABLE: NO_ANSWER,
    Reason.PENDING_EXPIRED: N_("Der gik mere end ti minutter, før du var færdig med at logge på. Begynd forfra."),
    Reason.PROVIDER_CHANGED: START_AGAIN,
    Reason.STATE: START_AGAIN,
    Reason.CANCELLED: N_("Du afbrød, eller din organisation sagde nej, så du er ikke logget på. Du kan prøve igen."),
    Reason.PROVIDER_ERROR: N_("Din organisations log på meldte en fejl. Prøv igen om lidt."),
    Reason.CODE_REFUSED: N_("Din organisations log på meldte en fejl. Prøv igen om lidt."),
    Reason.ASSURANCE: N_(
        "Du loggede på med et for lavt sikringsniveau. Log på, som din organisation kræver, fx med MitID."
    ),
    Reason.AUTH_TIME: N_("Det er for længe siden, du sidst viste, hvem du er. Log på igen hos din organisation."),
    Reason.NOT_ALLOWED: N_(
        "Din konto har ikke adgang her. Kontakt jeres it-afdeling, hvis du skal kunne logge på for denne organisation."
    ),
    Reason.GROUP_OVERAGE: N_(
        "Din konto er med i så mange grupper, at din organisation ikke sender dem med, og så kan vi ikke se din rolle. "
        "Bed jeres it-afdeling om kun at sende de grupper eller roller, der bruges her."
    ),
    Reason.SIGN_OUT_STATE: N_("Du er logget af her. Luk browseren for også at være logget af hos din organisation."),
}


class SignInRefused(Refused):
    """No one is signed in. The text is for the person, `reason` is for the log."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(_(SENTENCES.get(reason, UNTRUSTED)))
        self.reason = reason
