"""A file of terms is checked whole before anything is believed: each error with its line, in Danish."""

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from mentorkorps.cli import main
from tenants.terms import read
from tests.cast import TERMS

FYN = (TERMS / "fyn.toml").read_text()
Refusal = Callable[[str], list[str]]


@pytest.fixture
def refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refusal:
    """What the command line answers to a file with that text: its lines on standard error, and status 1."""

    def say(text: str) -> list[str]:
        file = tmp_path / "aftale.toml"
        file.write_bytes(text.encode("latin-1") if "latin" in text else text.encode())
        monkeypatch.setattr(sys, "argv", ["mentorkorps", "--language", "da", "partnership", "import", str(file)])
        with pytest.raises(SystemExit) as stopped:
            main()
        assert stopped.value.code == 1
        return capsys.readouterr().err.splitlines()

    return say


def line_of(text: str, words: str) -> int:
    """The number of the first line with `words` in it."""
    return next(n for n, line in enumerate(text.splitlines(), start=1) if words in line)


def test_the_agreement_of_fyn_reads_as_it_was_signed() -> None:
    terms = read(TERMS / "fyn.toml")
    assert [party.kind for party in terms.parties] == ["municipality"] * 3 + ["school", "guidance", "corps"]
    first, second = terms.periods
    assert (first.target, first.priced_places, first.quotas) == ((80, 100), 100, (90, 105))
    assert (second.target, second.priced_places, second.quotas) == ((120, 120), 120, (120, 120))
    assert [line.payment.amount for line in first.lines if line.payment] == [Decimal(133000)] * 3
    assert [line.draws_on for line in first.lines] == ["own"] * 3 + ["bearing"] * 2
    assert (first.rest, second.rest) == (1000, 0)


WRONG = {
    "an unknown key": (
        "corps_size = 100",
        "korps = 100\ncorps_size = 100",
        "korps = 100",
        "Nøglen korps kendes ikke her.",
    ),
    "a missing key": ("positive = 85", "", "[targets]", "positive mangler; det skal være et helt tal fra 0 til 100."),
    "a number as text": ("hours = 2", 'hours = "to"', 'hours = "to"', "hours skal være et helt tal fra 1 til 24."),
    "true for a number": ("hours = 2", "hours = true", "hours = true", "hours skal være et helt tal fra 1 til 24."),
    "too many per cent": (
        "outcome = 70",
        "outcome = 170",
        "outcome = 170",
        "outcome skal være et helt tal fra 0 til 100.",
    ),
    "a moment for a day": (
        "signed_on = 2014-02-01",
        "signed_on = 2014-02-01T10:00:00",
        "signed_on",
        "signed_on skal være en dato som 2014-02-15.",
    ),
    "a range backwards": (
        "target = [80, 100]",
        "target = [100, 80]",
        "target = [100, 80]",
        "target skal være to hele tal i rækkefølge, som [30, 35].",
    ),
    "an empty name": ('"Svendborg Kommune"', '" "', 'name = " "', "name skal være en tekst."),
    "an unknown kind": (
        'kind = "school"',
        'kind = "skole"',
        'kind = "skole"',
        "kind skal være et af: municipality, school, guidance, corps.",
    ),
    "a slug twice": ('slug = "nyborg"', 'slug = "svendborg"', "", "Parten “svendborg” står mere end én gang."),
    "a slug with capitals": (
        'slug = "fyn"',
        'slug = "Fyn!"',
        'slug = "Fyn!"',
        "slug må kun have små bogstaver a-z, tal og bindestreg.",
    ),
    "an operator from outside": (
        'operator = "dygtige-unge"',
        'operator = "andre"',
        'operator = "andre"',
        "“andre”, der skal drive partnerskabet, er ikke en af parterne.",
    ),
    "a line of a stranger": ('party = "uu"', 'party = "ude"', 'party = "ude"', "“ude” er ikke en af parterne."),
    "two lines of one party": (
        'party = "uu"',
        'party = "svendborg-erhvervsskole"',
        "",
        "“svendborg-erhvervsskole” har mere end én linje i perioden.",
    ),
    "a curve outside its period": (
        "priced_places = 100",
        "priced_places = 100\npace = { 2014-06 = 50, 2015-01 = 60 }",
        "pace =",
        "“2015-01” er ikke en måned i perioden; skriv den som 2014-06.",
    ),
    "a curve that falls": (
        "priced_places = 100",
        "priced_places = 100\npace = { 2014-06 = 50, 2014-08 = 40 }",
        "pace =",
        "Målet til dato kan ikke falde fra en måned til den næste.",
    ),
    "a curve that stops short": (
        "priced_places = 100",
        "priced_places = 100\npace = { 2014-12 = 90 }",
        "pace =",
        "Ved periodens slutning skal hele målet, 100 procent, være nået.",
    ),
    "a curve over the whole": (
        "priced_places = 100",
        "priced_places = 100\npace = { 2014-06 = 101 }",
        "pace =",
        "2014-06 skal være et helt tal fra 0 til 100.",
    ),
    "a contribution of a school": (
        'draws_on = "bearing"',
        'draws_on = "bearing"\ncontribution = 7000\ndue_on = 2014-02-01',
        "contribution = 7000",
        "“svendborg-erhvervsskole” bærer ikke unge og kan ikke have et bidrag.",
    ),
    "a contribution without its day": (
        "vat_percent = 25\ndue_on = 2015-01-01",
        "vat_percent = 25",
        "",
        "due_on mangler; det skal være en dato som 2014-02-15.",
    ),
    "a school with a quota": (
        'draws_on = "bearing"',
        "quota = [5, 6]",
        "quota = [5, 6]",
        "“svendborg-erhvervsskole” bærer ikke unge og trækker på den bærende kommunes kvote.",
    ),
    "a quota and another's": (
        'draws_on = "bearing"',
        'draws_on = "bearing"\nquota = [5, 6]',
        "quota = [5, 6]",
        "“svendborg-erhvervsskole” trækker på den bærende kommunes kvote og kan ikke også have sin egen.",
    ),
    "a municipality without a quota": (
        "quota = [30, 35]",
        'draws_on = "bearing"',
        "",
        "“svendborg” bærer selv unge og skal have sin egen kvote.",
    ),
    "a school that bears": (
        'kind = "school"\nbears = false',
        'kind = "school"\nbears = true',
        "",
        "Kun en kommune kan bære unge; Svendborg Erhvervsskole er det ikke.",
    ),
    "a mandate from a stranger": (
        'mandates = ["svendborg"',
        'mandates = ["odense"',
        'mandates = ["odense"',
        "“odense” er ikke en part, der bærer unge.",
    ),
    "a mandate to a corps": (
        'kind = "corps"',
        'kind = "corps"\nmandates = ["nyborg"]',
        'mandates = ["nyborg"]',
        "Kun en skole eller en vejledning tilmelder på en kommunes vegne.",
    ),
    "periods that overlap": (
        "starts_on = 2015-01-01",
        "starts_on = 2014-12-31",
        "starts_on = 2014-12-31",
        "Perioden 2015 begynder, før 2014 er slut.",
    ),
    "a period backwards": (
        "ends_on = 2014-12-31",
        "ends_on = 2014-01-31",
        "ends_on = 2014-01-31",
        "Perioden slutter, før den begynder.",
    ),
    "a period twice": ('name = "2015"', 'name = "2014"', "", "Perioden “2014” står mere end én gang."),
    "a first meeting too late": (
        "first_meeting = 2014-03-12",
        "first_meeting = 2016-03-12",
        "first_meeting = 2016",
        "Det første møde ligger uden for aftalens perioder.",
    ),
    "a seat for a stranger": (
        'seats_for = ["svendborg"',
        'seats_for = ["ringe"',
        "seats_for",
        "“ringe” er ikke en af parterne.",
    ),
    "an unknown figure": ('"any_outcome", "quota"', '"shoe_size", "quota"', "open = [", "“shoe_size” kendes ikke;"),
    "ages backwards": ("from = 15, to = 30", "from = 31, to = 30", "from = 31", "to kan ikke være mindre end from."),
    "an unknown language": ('["da", "en"]', '["da", "tlh"]', "languages", "“tlh” kendes ikke; kendte er da, en."),
    "no language": ('["da", "en"]', "[]", "languages", "languages skal nævne mindst ét sprog."),
    "weeks backwards": (
        "then_weeks_to = 6",
        "then_weeks_to = 3",
        "then_weeks_to",
        "then_weeks_to kan ikke være mindre end then_weeks_from.",
    ),
    "contributions beyond the price": (
        "price = 480000",
        "price = 470000",
        "price = 470000",
        "Bidragene er tilsammen 480.000 kr., og det er mere end prisen.",
    ),
    "a CVR number of one digit": (
        'cvr = "99000015"',
        'cvr = "1"',
        'cvr = "1"',
        "cvr skal være et rigtigt CVR-nummer på 8 cifre.",
    ),
    "a horse for a CVR number": (
        'cvr = "99000015"',
        'cvr = "hest"',
        'cvr = "hest"',
        "cvr skal være et rigtigt CVR-nummer på 8 cifre.",
    ),
    "an EAN number too short": (
        'ean = "5798009900012"',
        'ean = "123"',
        'ean = "123"',
        "ean skal være et rigtigt EAN-nummer på 13 cifre.",
    ),
    "a town for a postcode": (
        'postcode = "5700"',
        'postcode = "Svendborg"',
        'postcode = "Sv',
        "postcode skal være et postnummer på 4 cifre.",
    ),
    "a mail address of nowhere": (
        'email = "faktura@dygtige-unge.example"',
        'email = "faktura"',
        'email = "faktura"',
        "email skal være en mailadresse som navn@eksempel.dk.",
    ),
    "a bank's number too short": (
        'registration_number = "0999"',
        'registration_number = "999"',
        'registration_number = "999"',
        "registration_number skal være et registreringsnummer på 4 cifre.",
    ),
    "a street that no invoice can hold": (
        'street = "Rådhuspladsen 1"',
        'street = "Rådhuspladsen\\uFFFE 1"',
        'street = "Rådhuspladsen\\uFFFE 1"',
        "„Rådhuspladsen 1“ indeholder et usynligt tegn, som ikke kan stå på en faktura. Skriv teksten igen.",
    ),
    "renewal before signing": (
        "decide_renewal_by = 2015-12-31",
        "decide_renewal_by = 2013-12-31",
        "decide_renewal_by",
        "Fornyelsen kan ikke skulle afgøres, før aftalen er underskrevet.",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_each_error_is_told_once_on_its_line(what: str, refusal: Refusal) -> None:
    old, new, place, sentence = WRONG[what]
    text = FYN.replace(old, new, 1)
    assert text != FYN
    answer = refusal(text)
    if place:
        assert answer[0].startswith(f"Linje {line_of(text, place)}: {sentence}")
        assert len(answer) == 1
    else:
        assert sentence in "\n".join(answer)


def test_every_error_is_told_at_once_in_the_order_of_the_file(refusal: Refusal) -> None:
    text = FYN
    for what in ("an unknown kind", "a number as text", "an unknown language", "a line of a stranger", "a missing key"):
        text = text.replace(*WRONG[what][:2], 1)
    answer = refusal(text)
    assert [line.split(": ")[0] for line in answer] == [
        f"Linje {line_of(text, words)}"
        for words in ('kind = "skole"', 'party = "ude"', 'hours = "to"', "[targets]", '"tlh"')
    ]


def test_the_second_of_two_periods_is_told_on_its_own_line(refusal: Refusal) -> None:
    text = FYN.replace("quota = [40, 40]", "quota = [40]")
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if line == "quota = [40]"]
    assert [int(line.split()[1].rstrip(":")) for line in refusal(text)] == lines


def test_what_is_not_toml_is_told_with_its_line(refusal: Refusal) -> None:
    text = FYN.replace("hours = 2", "hours = = 2")
    assert refusal(text)[0].startswith(f"Linje {line_of(text, 'hours = = 2')}: Det er ikke gyldig TOML:")


def test_an_empty_file_misses_every_table(refusal: Refusal) -> None:
    answer = "\n".join(refusal(""))
    for table in ("partnership", "parties", "periods", "steering", "targets", "figures", "programme"):
        assert f"{table} mangler" in answer


def test_a_file_in_another_encoding_is_told_on_its_line(refusal: Refusal) -> None:
    assert refusal('# latin\nname = "Højby"') == ["Linje 2: Filen er ikke skrevet i UTF-8."]


def test_a_file_that_begins_with_the_mark_of_utf_8_is_read_as_one_that_does_not(tmp_path: Path) -> None:
    file = tmp_path / "aftale.toml"
    file.write_bytes(b"\xef\xbb\xbf" + FYN.encode())
    assert read(file) == read(TERMS / "fyn.toml")


@pytest.mark.parametrize("deep", ["x = " + "[" * 5000, "x = " + "{a=" * 5000, "a" + ".a" * 5000 + " = 1"])
def test_thousands_of_brackets_or_names_in_one_another_are_told_on_their_line(refusal: Refusal, deep: str) -> None:
    assert refusal(f"# for dybt\n{deep}\n") == ["Linje 2: Filen har for mange parenteser eller navne inden i hinanden."]


def test_a_number_of_thousands_of_digits_is_told(refusal: Refusal) -> None:
    assert refusal("x = " + "9" * 5000)[0].startswith("Linje 1: Det er ikke gyldig TOML:")


def test_words_in_texts_and_comments_are_not_taken_for_keys(refusal: Refusal) -> None:
    text = FYN.replace('name = "2014"', 'name = "2014" # hours = 3 [steering]').replace(
        "hours = 2", 'hours = """\n[targets]\n"""'
    )
    assert refusal(text) == [f"Linje {line_of(text, 'hours = ' + chr(34))}: hours skal være et helt tal fra 1 til 24."]


def test_a_file_that_is_not_there_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["mentorkorps", "--language", "da", "partnership", "import", "ingen.toml"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().err.startswith("Filen ingen.toml kan ikke læses")


@pytest.mark.parametrize(
    ("says", "instead"),
    [
        ("quota = [30, 35]", "quota = [30, 3500000000000]"),
        ('name = "Svendborg Kommune"', 'name = "Svendborg\\u0000 Kommune"'),
        ("ends_on = 2014-12-31", "ends_on = 9999-12-31"),
    ],
)
def test_what_no_table_can_keep_is_told_with_its_line(refusal: Refusal, says: str, instead: str) -> None:
    assert says in FYN
    told = refusal(FYN.replace(says, instead, 1))
    assert any(line.startswith(f"Linje {line_of(FYN, says)}: ") and "kan ikke gemmes" in line for line in told)
