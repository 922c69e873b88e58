"""What a company writes to us, and what staff do about it."""

from collections.abc import Sequence

from wtforms.validators import InputRequired, Length

from mentorkorps.field_partners.lead import Written
from mentorkorps.language import N_
from mentorkorps.web.widgets import Day, Drop, Form, LongText, Mail, Phone, Text
from tenants.users import User

NEEDED = [InputRequired()]


class InterestForm(Form):
    """A company would like a meeting: what is needed to ring, and nothing else."""

    company = Text(N_("Virksomhed"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "organization"})
    contact = Text(N_("Kontaktperson"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "name"})
    email = Mail(N_("Mail"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "email"})
    phone = Phone(N_("Telefon"), NEEDED, render_kw={"autocomplete": "tel"})
    trade = Text(N_("Branche"), [Length(max=200)])
    note = LongText(N_("Skriv gerne, hvad I tænker på"), [Length(max=1000)], rows=4)
    #: Hidden from people: whoever fills it in is a machine.
    website = Text(N_("Lad feltet stå tomt"))

    @property
    def is_by_a_machine(self) -> bool:
        """Something stands in the field that no person sees."""
        return bool(self.website.data)

    @property
    def written(self) -> Written:
        """As `lead.receive` takes it."""
        return Written(
            self.company.data or "", self.contact.data or "", self.email.data or "", self.phone.data or "",
            self.trade.data or "", self.note.data or "",
        )  # fmt: skip


class LeadForm(Form):
    """Who has it, how far it has come, and what is next."""

    owner = Drop(N_("Hvem har den?"), NEEDED)
    contacted_on = Day(N_("Kontaktet"))
    meeting_on = Day(N_("Møde aftalt til"))
    next_on = Day(N_("Næste skridt senest"), NEEDED)

    def offer(self, people: Sequence[User]) -> "LeadForm":
        """Who may have it."""
        self.owner.choices = [(str(one.id), one.name) for one in people]
        return self


class ContactForm(Form):
    """Who answers the companies of a partnership, and where they ring."""

    user = Drop(N_("Hvem skal virksomhederne tale med?"), NEEDED)
    title = Text(N_("Titel"), [InputRequired(), Length(max=200)], description=N_("For eksempel virksomhedskonsulent."))
    phone = Phone(N_("Telefon, som virksomheder kan ringe til"), NEEDED)

    def offer(self, people: Sequence[User]) -> "ContactForm":
        """Who may be named."""
        self.user.choices = [(str(one.id), one.name) for one in people]
        return self
