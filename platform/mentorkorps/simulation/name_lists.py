"""What made-up people are made of. Nobody here is anybody: surnames are put together, companies are invented."""

#: origin → language besides Danish, women's names, men's names, beginnings and ends of surnames
ORIGINS: dict[str, tuple[str, str, str, str, str]] = {
    "danish": (
        "",
        "Anne Astrid Bente Birgit Camilla Caroline Cecilie Clara Ditte Ellen Emilie Emma Freja Grethe Hanne Helle Ida"
        " Ingrid Julie Karla Kirsten Laura Lene Line Lone Maja Maria Marie Mette Nanna Oline Pernille Rikke Signe Sofie"
        " Susanne Tove",
        "Anders Asger Bjarne Carsten Christian Emil Erik Esben Frederik Gustav Hans Henrik Jakob Jens Jesper Jørgen"
        " Karl Kasper Lars Lasse Mads Magnus Mathias Mikkel Morten Niels Nikolaj Oskar Ole Peter Poul Rasmus Simon"
        " Søren Thomas Tobias Troels",
        "Ager Birke Bøge Dal Ege Elme Fjord Hassel Hav Hede Klint Kirke Lind Lyng Mose Nør Pile Ravn Sten Strand Svane"
        " Sønder Tjørne Vester Østre",
        "bjerg borg bro bæk gård holm holt høj krog kær lund mark sand skov toft vang vig",
    ),
    "turkish": (
        "tr",
        "Aylin Elif Esra Leyla Meryem Selin Zeynep",
        "Ahmet Can Emre Hakan Kerem Murat Yusuf",
        "Ak Bay Dem Gül Kar Öz Yıl",
        "aslan başar kaner soylu tepe han",
    ),
    "arabic": (
        "ar",
        "Amina Fatima Hiba Layla Mariam Nour Samira Yasmin",
        "Ali Bilal Hamza Hassan Ibrahim Khaled Omar Tarek",
        "Al Ba Hab Jab Mas Nas Sal",
        "arani boudi dari hadi ikari mawi rouni",
    ),
    "somali": (
        "so",
        "Asha Hodan Idil Ifrah Sagal",
        "Abdi Guled Liban Mahad Warsame",
        "Aw Dir Far Gul Jam War",
        "ale are iye old samo",
    ),
    "bosnian": (
        "bs",
        "Alma Amra Emina Lejla Selma",
        "Adnan Armin Edin Haris Mirza",
        "Beg Hadž Kov Mur Sel",
        "anovac arević elić imović onjić",
    ),
    "polish": (
        "pl",
        "Agnieszka Ewa Kasia Magda Zofia",
        "Jakub Kamil Marek Paweł Tomasz",
        "Bor Kal Mal Now Wier",
        "ański czak owicz ewka zyk",
    ),
    "tamil": (
        "ta",
        "Abi Kavitha Meena Priya Tharani",
        "Arun Kumar Nimal Ravi Suren",
        "Ara Kana Nava Siva Thiru",
        "kumaran nathar pillan rajen vasan",
    ),
    "afghan": (
        "fa",
        "Farida Laila Parwana Shabnam Zahra",
        "Farid Habib Jawad Nawid Reza",
        "Ahma Hai Kari Nuri Sharif",
        "dyar mani padari wali zada",
    ),
}
ORIGIN_WEIGHTS = {"youth": (44, 9, 13, 8, 6, 6, 6, 8), "mentor": (88, 2, 2, 1, 2, 2, 2, 1)}

PLACES = (
    "Fynbo", "Sydfyns", "Øhavets", "Egebjerg", "Lillesund", "Havnens", "Kystens", "Midtøens", "Torvets", "Møllens",
    "Brohuset", "Tangens", "Strandvejens", "Nordlys", "Solbakke", "Kløvermarkens", "Fjordens", "Lindely", "Klinten",
)  # fmt: skip
FORMS = ("ApS", "A/S", "I/S", "ApS", "& Søn")
#: trade → what such a workplace is called
WORKPLACES: dict[str, tuple[str, ...]] = {
    "vehicles": ("Auto", "Autoværksted", "Motor"),
    "metal": ("Smedje", "Stål", "Papir og Emballage"),
    "wood": ("Tømrerfirma", "Træ og Tag", "Snedkeri"),
    "construction": ("Byg", "Murerfirma", "Malerfirma"),
    "electricity_plumbing": ("El", "VVS", "El og Køl"),
    "engineering": ("Ingeniører", "Tegnestue", "Jordprøver"),
    "it": ("Data", "Software", "It-Service"),
    "media": ("Grafik", "Foto", "Reklame"),
    "fashion": ("Systue", "Tekstil"),
    "hair": ("Salon", "Frisør"),
    "beauty": ("Hudpleje", "Fitness", "Klinik"),
    "kitchen": ("Køkken", "Bageri", "Slagter"),
    "serving": ("Hotel", "Kro", "Café"),
    "shop": ("Varehus", "Butik", "Handel"),
    "office": ("Kontor", "Rådgivning", "Gruppen"),
    "finance_law": ("Revision", "Advokater", "Bolig"),
    "transport": ("Transport", "Spedition", "Lager"),
    "green": ("Gartneri", "Have og Anlæg", "Landbrug"),
    "health": ("Plejecenter", "Klinik", "Hjemmepleje"),
    "social": ("Børnehus", "Bosted", "Rådgivning"),
    "teaching": ("Skole", "Kursuscenter"),
    "safety": ("Station", "Beredskab", "Vagt"),
    "service": ("Rengøring", "Ejendomsservice"),
}
PUBLIC = frozenset({"social", "teaching", "safety", "health"})

#: The fifteen of a real corps, as occupations: occupation, position, employees, retired from work.
CORPS_OF_FIFTEEN: tuple[tuple[str, str, int, bool], ...] = (
    ("engineer", "Selvstændig ingeniør", 15, False),
    ("carpenter", "Tømrermester", 20, False),
    ("police_officer", "Politimand", 120, True),
    ("geologist", "Geolog", 60, True),
    ("hr_manager", "HR-chef", 900, False),
    ("store_manager", "Varehuschef", 85, False),
    ("hotel_manager", "Hoteldirektør", 45, False),
    ("social_worker", "Socialrådgiver", 140, False),
    ("pedagogue", "Pædagog", 25, False),
    ("motorcycle_dealer", "Motorcykelforhandler", 6, False),
    ("it_specialist", "It-specialist", 35, False),
    ("social_pedagogue", "Socialpædagog", 30, False),
    ("lawyer", "Advokat", 12, False),
    ("car_mechanic", "Værkfører", 9, False),
    ("managing_director", "Direktør i papirproduktion", 70, False),
)
POSITIONS = (
    "Indehaver", "Afdelingsleder", "Mester", "Driftsleder", "Medarbejder", "Projektleder", "Oplæringsansvarlig",
)  # fmt: skip
EMPLOYEES = (1, 2, 3, 4, 6, 8, 11, 15, 22, 30, 45, 70, 120, 260)

#: What youths wish to become, the popular ones more often.
WISHED: dict[str, int] = {
    "car_mechanic": 10, "carpenter": 7, "hairdresser": 7, "cook": 6, "electrician": 6, "sales_assistant": 8,
    "pedagogue": 8, "care_helper": 7, "nurse": 3, "waiter": 3, "baker": 2, "smith": 4, "bricklayer": 3, "painter": 3,
    "plumber": 3, "it_supporter": 5, "data_technician": 3, "graphic_designer": 3, "office_assistant": 5,
    "warehouse_worker": 4, "lorry_driver": 3, "gardener": 2, "animal_keeper": 3, "beautician": 3,
    "fitness_instructor": 2, "police_officer": 3, "engineer": 2, "accountant": 2, "social_worker": 2, "musician": 1,
    "photographer": 1, "seaman": 1, "farmer": 1,
}  # fmt: skip
EDUCATION_GOALS = (
    "Blive optaget på et grundforløb", "Gøre 10. klasse færdig", "Begynde på en erhvervsuddannelse",
    "Finde den rigtige uddannelse", "Blive færdig med hf", "Blive på den uddannelse, jeg er i gang med",
)  # fmt: skip
JOB_GOALS = (
    "Et fritidsjob", "En læreplads", "En praktikplads på 13 uger", "Et job ved siden af skolen", "Et fast job",
    "Prøve faget af på en arbejdsplads",
)  # fmt: skip
