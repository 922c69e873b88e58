"""The fixed menu of figures: what each one is called, what it counts, and who may see it per member.

Nothing outside this menu can be asked. Words are Danish sentences; whoever shows them translates them.
"""

from mentorkorps.language import N_
from mentorkorps.steering.channels import CHANNELS
from mentorkorps.steering.companies import COMPANIES
from mentorkorps.steering.concern_levels import CONCERNS
from mentorkorps.steering.costs import COSTS
from mentorkorps.steering.endings import ENDINGS
from mentorkorps.steering.measure import TOO_EARLY, Measure
from mentorkorps.steering.meetings import MEETINGS
from mentorkorps.steering.mentor_ways import MENTOR_WAYS
from mentorkorps.steering.network import NETWORK
from mentorkorps.steering.own_time import OWN_TIME
from mentorkorps.steering.related import RESTS_ON
from mentorkorps.steering.results import RESULTS
from mentorkorps.steering.spans import LENGTHS, OUTCOME_TIMES, WAITS
from mentorkorps.steering.wishes import WISHES

SECTIONS = {
    "youths": N_("Unge"),
    "pairs": N_("Forløb"),
    "results": N_("Resultater"),
    "ways": N_("Veje ind"),
    "wishes": N_("Hvad de ventende ønsker"),
    "concerns": N_("Bekymringer"),
    "corps": N_("Mentorkorpset"),
    "companies": N_("Virksomheder og samarbejde"),
    "money": N_("Penge"),
    "own_time": N_("Kommunens egen tid"),
}

YOUTHS = (
    Measure(
        "enrolled", "youths", N_("Tilmeldte unge"),
        N_("Unge, hvis tilmelding er sendt til korpset i perioden."),
        opened_by="enrolled",
    ),
    Measure(
        "enrolled_by_partner", "youths", N_("Heraf tilmeldt af skole eller UU"),
        N_(
            "Tilmeldte unge, hvor en skole eller UU har udfyldt tilmeldingen på kommunens vegne. I rapporten vises det kun "
            "samlet."
        ),
        only_together=True,
    ),
    Measure(
        "proposed", "youths", N_("Unge med et matchforslag"),
        N_("Unge, der er foreslået en mentor i perioden; en ung tæller én gang."),
        opened_by="proposed",
    ),
    Measure(
        "matched", "youths", N_("Matchede unge"),
        N_(
            "Unge, hvis første forløb i perioden er begyndt: begge har sagt ja. En ung tæller én gang, uanset "
            "antal mentorer. Er målet et interval, regnes afvigelsen fra den nederste grænse."
        ),
        opened_by="matched",
    ),
    Measure(
        "waiting", "youths", N_("Unge, der venter"),
        N_("Unge, der på opgørelsesdagen er tilmeldt og hverken har et forløb eller et forslag at svare på."),
        opened_by="waiting", better="lower",
    ),
    Measure(
        "waiting_too_long", "youths", N_("Unge, der har ventet længere end lovet"),
        N_(
            "Ventende unge, hvis frist er udløbet: den, de blev lovet, regnet fra tilmeldingen, eller fra den dag, de sidst kom "
            "tilbage."
        ),
        opened_by="waiting", better="lower",
    ),
    Measure(
        "promise_due", "youths", N_("Tilmeldinger, hvor fristen kan gøres op"),
        N_(
            "Tilmeldinger fra perioden, hvor der er foreslået en mentor, eller fristen er udløbet. Lukkede "
            "tilmeldinger uden forslag inden fristen regnes ikke med."
        ),
        opened_by="within_4_weeks",
    ),
    Measure(
        "promise_kept", "youths", N_("Heraf foreslået en mentor inden fristen"),
        N_("Tilmeldinger med det første forslag inden den frist, der gjaldt, da den blev sendt."),
        opened_by="within_4_weeks",
    ),
    Measure(
        "within_4_weeks", "youths", N_("Andel med forslag inden fristen"),
        N_("Foreslået inden fristen i procent af de tilmeldinger, hvor fristen kan gøres op."),
        unit="percent", opened_by="within_4_weeks", parts=("promise_kept", "promise_due"),
    ),
    Measure(
        "places_taken", "youths", N_("Brugte og reserverede pladser"),
        N_(
            "Pladser af kvoten, der er brugt eller reserveret. En plads er en ung i en periode, og den hører til den "
            "periode, hvor forslaget blev givet."
        ),
        unit="places", opened_by="quota",
    ),
    Measure(
        "places_open", "youths", N_("Heraf reserveret til et åbent forslag"),
        N_("Reserverede pladser, hvor forløbet endnu ikke er begyndt."),
        unit="places", opened_by="quota",
    ),
)  # fmt: skip
PAIRS = (
    Measure(
        "matches", "pairs", N_("Begyndte forløb"),
        N_("Forløb, der er begyndt i perioden; en ung kan have flere."),
        unit="pairs",
    ),
    Measure(
        "trade_matches", "pairs", N_("Heraf fagmatch"),
        N_("Begyndte forløb, hvor mentors fag er et af den unges ønskede fag."),
        unit="pairs",
    ),
    Measure(
        "trade_share", "pairs", N_("Andel fagmatch"),
        N_("Fagmatch i procent af begyndte forløb."),
        unit="percent", parts=("trade_matches", "matches"),
    ),
    Measure(
        "running", "pairs", N_("Forløb i gang"),
        N_("Forløb, der er i gang på opgørelsesdagen, uanset hvornår de begyndte."),
        unit="pairs", opened_by="running",
    ),
    Measure(
        "ended", "pairs", N_("Afsluttede forløb"),
        N_("Forløb, der er afsluttet i perioden."),
        unit="pairs", opened_by="ended",
    ),
    Measure(
        "early_endings", "pairs", N_("Heraf afbrudt tidligt"),
        N_("Afsluttet inden for 3 måneder af anden grund end, at målet er nået, eller at det var aftalt."),
        unit="pairs", better="lower",
    ),
    Measure(
        "could_last_8_months", "pairs", N_("Forløb begyndt for over 8 måneder siden"),
        N_("Forløb fra perioden, der kan have varet over 8 måneder på opgørelsesdagen."),
        unit="pairs",
    ),
    Measure(
        "lasted_8_months", "pairs", N_("Heraf varet over 8 måneder"),
        N_("Forløb, der er i gang endnu eller blev afsluttet efter mere end 8 måneder."),
        unit="pairs",
    ),
    Measure(
        "lasted_share", "pairs", N_("Andel over 8 måneder"),
        N_(
            "Varet over 8 måneder i procent af dem, der kan have gjort det."
        ),
        unit="percent", parts=("lasted_8_months", "could_last_8_months"),
    ),
    Measure(
        "follow_ups_due", "pairs", N_("Opfølgninger, der skulle være sket"),
        N_(
            "Opfølgninger, hvis sidste dag er gået, i perioden og senest på opgørelsesdagen. Er der talt med dem, før det var tid, "
            "er forløbet sluttet forinden, eller holder det pause, tæller den ikke med."
        ),
        unit="contacts", opened_by="on_time",
    ),
    Measure(
        "follow_ups_in_time", "pairs", N_("Heraf sket til tiden"),
        N_("Opfølgninger, der er sket senest på den sidste frist."),
        unit="contacts", opened_by="on_time",
    ),
    Measure(
        "follow_ups_on_time", "pairs", N_("Andel opfølgninger til tiden"),
        N_("Opfølgninger til tiden i procent af dem, der skulle være sket."),
        unit="percent", opened_by="on_time", parts=("follow_ups_in_time", "follow_ups_due"),
    ),
)  # fmt: skip
CORPS = (
    Measure(
        "mentors", "corps", N_("Erhvervsmentorer"),
        N_("Mentorer hos den, der driver korpset, på opgørelsesdagen. Målet gælder hele perioden."),
        unit="mentors",
    ),
    Measure(
        "active_mentors", "corps", N_("Heraf erhvervsaktive"),
        N_("Mentorer, der ikke er gået på pension."),
        unit="mentors",
    ),
    Measure(
        "active_share", "corps", N_("Andel erhvervsaktive"),
        N_("Erhvervsaktive i procent af korpsets mentorer."),
        unit="percent", parts=("active_mentors", "mentors"),
    ),
)  # fmt: skip
MONEY = (
    Measure(
        "contributions", "money", N_("Bidrag"),
        N_("Aftalt bidrag for perioden, ekskl. moms, som det er skrevet for hver part."),
        unit="kroner", opened_by="money",
    ),
    Measure(
        "price", "money", N_("Aftalt pris i alt"),
        N_("Hele periodens pris efter aftalen, ekskl. moms."),
        unit="kroner", opened_by="money",
    ),
    Measure(
        "rest", "money", N_("Rest mellem pris og bidrag"),
        N_("Prisen minus summen af bidragene; den er ikke fordelt på parterne."),
        unit="kroner", opened_by="money",
    ),
    Measure(
        "invoiced", "money", N_("Faktureret"),
        N_("Udstedte fakturaer for perioden til og med opgørelsesdagen, ekskl. moms."),
        unit="kroner", opened_by="money",
    ),
    Measure(
        "cost_per_youth", "money", N_("Kroner pr. matchet ung"),
        N_(
            "Aftalt pris divideret med matchede unge. Målet er prisen pr. aftalt plads; til dato er den regnet "
            "med det antal, der skulle være matchet."
        ),
        unit="kroner", opened_by="money", better="lower", early_under=TOO_EARLY, per=("price", "matched"),
    ),
)  # fmt: skip
#: Acts, hours and months, hidden by the persons they rest on.
ACTS = tuple(measure for measure in (*MEETINGS, *OWN_TIME) if measure.key in RESTS_ON)
#: What counts persons, pairs, contacts or acts per member, and the shares of persons: here the rule of small cells decides.
COUNTED = YOUTHS + WISHES + PAIRS + ENDINGS + RESULTS + CHANNELS + CONCERNS + ACTS
#: The rows in their order; the trades that those who wait wish for come after the ways in.
MENU = (
    *YOUTHS, *WAITS, *WISHES, *PAIRS, *LENGTHS, *MEETINGS, *ENDINGS, *RESULTS, *OUTCOME_TIMES, *CHANNELS, *MENTOR_WAYS,
    *CONCERNS, *CORPS, *NETWORK, *COMPANIES, *MONEY, *COSTS, *OWN_TIME,
)  # fmt: skip
#: The six figures of the first page that answer "er vi på kurs?".
TILES = ("matched", "waiting_too_long", "follow_ups_on_time", "outcome_share", "moved_share", "cost_per_youth")
