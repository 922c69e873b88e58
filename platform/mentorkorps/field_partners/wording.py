"""The words to a company, in one place: business to business, as one enterprise speaks to another (DF-32).

The page for companies, the letter to one that has written and the question about doing more all take their sentences here.
"""

from mentorkorps.language import N_

HEADLINE = N_("For interesse og uforpligtende møde i din virksomhed")
LEAD = N_("Et mentorsamarbejde er en lille investering i den arbejdskraft, jeres branche skal bruge om få år.")
#: What is in it for the company.
GAINS = (
    N_("I møder unge med interesse for jeres fag, før I skal ansætte."),
    N_("Medarbejdere, der er mentorer, træner ledelse og samtale i praksis."),
    N_("I viser socialt ansvar med tal, I kan bruge i regnskab og tilbud."),
)
#: What it costs.
COSTS = (
    N_("Mentoren bruger nogle timer om måneden. Det er frivilligt og ulønnet."),
    N_("Vi finder den unge, klæder mentoren på og følger op hele vejen."),
    N_("Mødet forpligter jer ikke til noget."),
)
#: Doing more than being a mentor's workplace.
MORE = N_(
    "Vil I gøre mere? En plads i et fritidsjob, en praktik eller en læreplads er rekruttering, ét skridt ad gangen."
)
#: Above the figures that a company may use in its own statement of social responsibility.
STATEMENT = N_(
    "Virksomheden investerer i fremtidens arbejdskraft: medarbejdere er frivillige mentorer for unge på vej i uddannelse "
    "og job."
)
#: The letter to a company that has written, as the owner of the case sends it.
LETTER = (
    N_("Tak for jeres interesse i et samarbejde med erhvervsmentorerne."),
    N_(
        "Jeg kommer gerne ud til jer til et uforpligtende møde på en halv time. Foreslå en dag, der passer i jeres drift."
    ),
    N_("På mødet ser vi på, hvad jeres branche mangler, og hvad et samarbejde kan give jer."),
)
