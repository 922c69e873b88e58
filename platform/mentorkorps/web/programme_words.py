"""What each section is called, and each setting on the form that adjusts it."""

from collections.abc import Mapping

from mentorkorps.language import N_

SECTIONS: Mapping[str, str] = {
    "who": N_("Hvem og hvordan"),
    "frame": N_("Rammen om programmet"),
    "tasks": N_("Kommunens opgaver"),
    "meetings": N_("Møder"),
    "season": N_("Sæson"),
    "follow_up": N_("Opfølgning"),
    "silence": N_("Når nogen ikke svarer"),
    "asking": N_("Hvornår der skrives"),
    "alarm": N_("Alarm for de første måneder"),
    "course": N_("Forløbets indhold"),
    "concerns": N_("Bekymringer"),
    "journal": N_("Kopi af journalen"),
    "exit": N_("Efter forløbet"),
    "calendar": N_("Lukkede dage"),
}
#: section → its word in the address.
ADDRESSES: Mapping[str, str] = {
    "follow_up": "opfoelgning", "meetings": "moeder", "season": "saeson", "silence": "tavshed", "asking": "tider", "alarm": "alarm",
    "journal": "kopi", "exit": "efter", "course": "indhold", "calendar": "lukkedage", "concerns": "bekymringer",
    "tasks": "opgaver",
}  # fmt: skip
DAY_EACH = N_("En dag på hver linje, for eksempel 12-08-2024.")
RANGE_EACH = N_("Første og sidste dag på hver linje, for eksempel: 21-12-2024 til 05-01-2025")

LABELS: Mapping[tuple[str, str], str] = {
    ("follow_up", "first_check_days"): N_("Dage fra matchet, til I spørger, om de har mødtes"),
    ("follow_up", "first_check_within_days"): N_("Dage til at få svar på, om de har mødtes"),
    ("follow_up", "first_check_latest_days"): N_("Højst så mange dage fra matchet til svaret (0: ingen grænse)"),
    ("follow_up", "first_check_always"): N_("Spørg også par, der allerede har skrevet et møde ned"),
    ("follow_up", "after_first_meeting_days"): N_("Dage fra det første møde til den første opfølgning (0: ingen)"),
    ("follow_up", "merge_within_days"): N_(
        "To opfølgninger bliver til én, når der er højst så mange dage imellem (0: aldrig)"
    ),
    ("follow_up", "marks_months"): N_("Faste opfølgninger: måneder efter matchet (tomt: ingen)"),
    ("follow_up", "mark_days_before"): N_("En fast opfølgning kan tages så mange dage før"),
    ("follow_up", "mark_days_after"): N_("En fast opfølgning kan tages så mange dage efter"),
    ("follow_up", "then_weeks_from"): N_("Derefter mindst så mange uger mellem to opfølgninger"),
    ("follow_up", "then_weeks_to"): N_("Derefter højst så mange uger mellem to opfølgninger"),
    ("meetings", "per_month"): N_("Norm: møder om måneden (0: bruges ikke)"),
    ("meetings", "hours_per_month"): N_("Norm: timer om måneden (0: bruges ikke)"),
    ("meetings", "per_season"): N_("Norm: møder i en sæson (0: bruges ikke)"),
    ("meetings", "every_weeks"): N_("Uger mellem to møder (0: ikke sagt)"),
    ("meetings", "minutes"): N_("Et mødes længde i minutter (0: ikke sagt)"),
    ("meetings", "months_from"): N_("Et forløb varer mindst så mange måneder (0: ikke sagt)"),
    ("meetings", "months_to"): N_("Et forløb varer som regel højst så mange måneder (0: ikke sagt)"),
    ("meetings", "average_hours_per_month"): N_(
        "En mentors timer om måneden i gennemsnit, kun til sammenligning (0: ikke sagt)"
    ),
    ("meetings", "workplace_visit"): N_("Den unge skal se mentors arbejdsplads"),
    ("meetings", "always_next"): N_("Der skal altid være aftalt et nyt møde"),
    ("season", "begins"): N_("Første skoledage"),
    ("season", "match_within_days"): N_("Dage fra skolestart, hvor der dannes par (0: hele året)"),
    ("silence", "remind_after_working_days"): N_("Arbejdsdage uden svar, før der sendes en påmindelse"),
    ("silence", "raise_after_working_days"): N_("Arbejdsdage uden svar, før en medarbejder ringer"),
    ("asking", "not_before"): N_("Der skrives ikke til nogen før kl."),
    ("asking", "not_after"): N_("Der skrives ikke til nogen efter kl."),
    ("asking", "sender"): N_("Navnet, som en sms kommer fra"),
    ("alarm", "months"): N_("Alarmen gælder i så mange måneder fra matchet"),
    ("alarm", "low_rating"): N_("Ring, når karakteren (1-5) er så lav eller lavere"),
    ("alarm", "fall"): N_("Ring, når karakteren er faldet så meget eller mere"),
    ("alarm", "no_next_after_days"): N_("Ring, når der er gået så mange dage uden aftale om et nyt møde"),
    ("alarm", "no_first_meeting_days"): N_(
        "Ring, når det første møde ikke er holdt så mange dage efter opstartsmailen"
    ),
    ("journal", "read_within_working_days"): N_("Arbejdsdage, før koordinatoren ser, at en kopi ikke er læst"),
    ("journal", "paused_weeks"): N_("Uger i året, hvor fristen for at læse står stille"),
    ("exit", "youth_weeks"): N_("Uger efter forløbet, hvor den unge kontaktes"),
    ("exit", "youth_months"): N_("Måneder efter forløbet, hvor den unge kontaktes igen (0: ikke)"),
    ("exit", "mentor_weeks"): N_("Uger efter forløbet, hvor mentor kontaktes"),
    ("exit", "rematch_within_days"): N_("Dage til at tilbyde en ny mentor, når et forløb slutter for tidligt"),
    ("concerns", "level_1"): N_("Niveau 1 hedder"),
    ("concerns", "level_2"): N_("Niveau 2 hedder"),
    ("concerns", "level_3"): N_("Niveau 3 hedder"),
    ("concerns", "level_4"): N_("Niveau 4 hedder"),
    ("concerns", "corps_owns_1"): N_("Den ansvarlige på niveau 1 skal være en af dem, der driver programmet"),
    ("concerns", "corps_owns_2"): N_("Den ansvarlige på niveau 2 skal være en af dem, der driver programmet"),
    ("concerns", "corps_owns_3"): N_("Den ansvarlige på niveau 3 skal være en af dem, der driver programmet"),
    ("concerns", "corps_owns_4"): N_("Den ansvarlige på niveau 4 skal være en af dem, der driver programmet"),
    ("concerns", "working_days_1"): N_("Frist på niveau 1, arbejdsdage"),
    ("concerns", "working_days_2"): N_("Frist på niveau 2, arbejdsdage"),
    ("concerns", "working_days_3"): N_("Frist på niveau 3, arbejdsdage"),
    ("concerns", "working_days_4"): N_("Frist på niveau 4, arbejdsdage"),
    ("course", "expectation_agreement"): N_("Forventningsafstemning ved start"),
    ("course", "training_first"): N_("Mentor har været på kursus før et forløb"),
    ("course", "goals"): N_("Mål skrives sammen"),
    ("course", "supporter"): N_("En støtteperson uden for arbejdstid"),
    ("course", "mentor_kinds"): N_("Faglig eller personlig mentor"),
    ("course", "activities"): N_("Aktiviteter skrives ned"),
    ("course", "wellbeing"): N_("Mentor skriver om den unges trivsel"),
    ("course", "legal_basis"): N_("Forløbet har en hjemmel"),
    ("course", "network_events"): N_("Netværksarrangementer"),
    ("course", "match_meeting"): N_("Matchmøde"),
    ("course", "network_meetings"): N_("Møder med kommunen og netværket"),
    ("course", "family_meeting"): N_("Mentor møder familien én gang"),
    ("calendar", "closed"): N_("Lukkede dage"),
    ("tasks", "finds_mentors"): N_("Kommunens koordinatorer finder også selv mentorer"),
}
