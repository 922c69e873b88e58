"""What a mentor reads of a youth before both have said yes must not tell who it is (disclosure)."""

from typing import Any

from wtforms.validators import StopValidation

from mentorkorps import privacy
from mentorkorps.language import _


def nameless(form: Any, field: Any) -> None:
    """Refuses the youth's own name, phone and mail in a free text; `form.youth` is whom it is about."""
    if form.youth is not None and (found := privacy.tells_who(form.youth, field.data or "")):
        raise StopValidation(
            _(
                "Mentor læser det, før begge har sagt ja. Skriv det uden »%(found)s«, for eksempel »den unge«.",
                found=found,
            )
        )
