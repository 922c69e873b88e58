"""Why somebody is on the call list: the sentence for each reason, the most pressing first."""

from collections.abc import Mapping

from mentorkorps.follow_ups.follow_up import RAISED
from mentorkorps.language import N_

_OWN: Mapping[str, str] = {
    "never_met": N_("Det første møde er ikke skrevet ned."),
    "overdue": N_("Opfølgningen er over tiden."),
    "no_next": N_("Der er ikke aftalt et nyt møde."),
    "not_logged": N_("Det aftalte møde er ikke skrevet ned."),
    "contact_unreachable": N_("Mails til den unges kontaktperson kommer ikke frem. Ring til kommunen om adressen."),
    "ends_soon": N_("Den aftalte dag nærmer sig: skal forløbet slutte eller fortsætte?"),
    "end_passed": N_("Den aftalte dag er gået, og der er ikke aftalt, hvad der så skal ske."),
    "silent_mentor": N_("Mentor har ikke svaret på forslaget."),
    "silent_youth": N_("Den unge har ikke svaret på forslaget."),
    "exit_mentor": N_("Mentor skal høres, hvordan det er gået efter afslutningen."),
    "exit_youth": N_("Den unge skal høres, hvordan det er gået efter afslutningen."),
    "moved_on": N_("Den unge har ikke svaret på, om forløbet har ført positivt videre."),
    "rematch": N_("Den unge skal tilbydes en ny mentor."),
    "concern": N_("Fristen for en bekymring er kommet."),
    "agreed": N_("Det er aftalt at ringe igen."),
}
SENTENCES: Mapping[str, str] = {**RAISED, **_OWN}

#: What is most pressing stands first. A reason that is not named here comes last.
NEEDS = (
    "concern", "worry", "stop_broken", "replied", "phone", "alarm_rating", "alarm_not_met", "not_met", "alarm_one_sided",
    "alarm_no_next", "rematch", "second_yes", "unreachable", "contact_unreachable", "silence", "never_met", "silent_mentor",
    "silent_youth", "overdue", "agreed", "pause_over", "end_passed", "ends_soon", "not_logged", "no_next", "moved_on",
    "exit_youth", "exit_mentor",
)  # fmt: skip
#: Counted by themselves in the Monday mail.
PRESSING = NEEDS[: NEEDS.index("second_yes")]
