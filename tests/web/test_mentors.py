"""Cille recruits mentors and keeps what the corps knows of them."""

import re
from datetime import timedelta

from sqlalchemy import select, update

from mentorkorps.clock import today
from mentorkorps.mentors import Mentor
from tenants.local_rules import adjust
from tenants.scope import acting_for, db
from tests import cast
from tests.forms import submit
from tests.web.test_inbox import bent, enrolled, page, taken

HANNE = {
    "first_name": "Hanne", "last_name": "Østergaard", "email": "hanne@salon.example", "phone": "70102040",
    "gender": "f", "occupation": "hairdresser", "position": "Indehaver", "company": "Salon Hanne",
    "sector": "private", "employees": "4",
    "postcode": "5700", "max_travel_minutes": "30", "languages": ["da", "en"], "traits": ["patient"], "capacity": "1",
    "page_language": "da",
}  # fmt: skip
NEW = "/dygtige-unge/mentorer/ny"


def known_as(first_name, house="dygtige-unge"):
    with acting_for(cast.tenant(house)):
        mentor = db.session.scalars(select(Mentor).where(Mentor.first_name == first_name)).one()
        _loaded = mentor.company
        db.session.expunge_all()
        return mentor


def test_cille_recruits_a_hairdresser_who_is_seen_in_the_list(as_cille):
    text = submit(as_cille, NEW, **HANNE, found_through="business_network").text
    assert "Hanne Østergaard er gemt." in text
    assert "Salon Hanne" in text and "0 af 1" in text
    hanne = known_as("Hanne")
    assert hanne.found_through == "business_network"
    assert (hanne.company.employees, hanne.languages, hanne.recruited_on) == (4, ["da", "en"], today())
    assert hanne.phone == "+4570102040"


def test_what_is_missing_or_wrong_is_said_at_the_field(as_cille):
    answer = submit(as_cille, NEW, **HANNE | {"postcode": "57", "email": "hanne", "employees": ""})
    assert answer.status_code == 422
    for sentence in ("fire cifre", "Skriv en mailadresse", "Skriv cirka hvor mange"):
        assert sentence in answer.text
    assert "Hanne Østergaard" not in as_cille.get("/dygtige-unge/mentorer").text


def test_the_button_pressed_twice_makes_one_mentor(as_cille):
    submit(as_cille, NEW, **HANNE)
    twice = submit(as_cille, NEW, **HANNE)
    assert twice.status_code == 409
    assert "Der er allerede en mentor med den mailadresse." in twice.text
    assert 'value="Østergaard"' in twice.text


def test_the_corps_is_counted_against_the_agreement(as_cille):
    with acting_for(cast.tenant("dygtige-unge")):
        cast.recruit("Ole", "Gammel", "plumber", retired_from_work_on=today() - timedelta(days=400))
    text = " ".join(as_cille.get("/dygtige-unge/mentorer").text.split())
    assert "Mål: 100" in text and "Mål: 90 %" in text
    assert '<p class="mk-tile-value">2</p>' in text and '<p class="mk-tile-value">50 %</p>' in text


def test_room_is_made_smaller_while_two_run_and_nobody_more_is_proposed(as_cille):
    with acting_for(cast.tenant("dygtige-unge")):
        mentor = db.session.scalars(select(Mentor)).one()
        mentor.capacity = 2
        edit = f"/dygtige-unge/mentorer/{mentor.id}"
    for name in ("Ayla", "Jonas"):
        submit(as_cille, page(enrolled(name)), mentor=bent())
    facts = HANNE | {
        "first_name": "Bent",
        "last_name": "Madsen",
        "occupation": "car_mechanic",
        "email": "bent@vaerksted.example",
    }
    assert "Mentor har 2 unge lige nu." in as_cille.get(edit).text
    assert submit(as_cille, edit, **facts).status_code == 200
    assert "2 af 1" in as_cille.get("/dygtige-unge/mentorer").text
    assert submit(as_cille, NEW, to=page(enrolled("Mille")), mentor=bent()).status_code == 409
    assert taken() == (2, 2)


def test_a_mentor_on_pause_is_not_suggested_and_stands_apart(as_cille):
    with acting_for(cast.tenant("dygtige-unge")):
        mentor = db.session.scalars(select(Mentor)).one()
        mentor.left_on = today()
    assert "Ingen mentor kan foreslås lige nu." in as_cille.get(page(enrolled())).text
    assert "Bent Madsen" not in as_cille.get("/dygtige-unge/mentorer").text
    assert "Bent Madsen" in as_cille.get("/dygtige-unge/mentorer?vis=pause").text


def test_a_full_mentor_is_not_among_those_with_room(as_cille):
    assert "Bent Madsen" in as_cille.get("/dygtige-unge/mentorer?vis=ledige").text
    submit(as_cille, page(enrolled()), mentor=bent())
    assert "Bent Madsen" not in as_cille.get("/dygtige-unge/mentorer?vis=ledige").text
    assert "Optaget" in as_cille.get("/dygtige-unge/mentorer").text


def test_where_the_programme_has_two_kinds_of_mentor_cille_says_which_hanne_is_and_reads_it_beside_the_youth(as_cille):
    two_kinds()
    text = submit(as_cille, NEW, **HANNE, kind="personal").text
    assert "Hanne Østergaard er gemt." in text
    hanne = f"/dygtige-unge/mentorer/{known_as('Hanne').id}"
    assert said(as_cille, hanne) == "Personlig mentor"
    shown = as_cille.get(page(enrolled(main_need="workplace_norms"))).text
    assert "Personlig mentor, som den unge har brug for." in shown
    assert "Det er ikke skrevet, om mentor er det, og intet peger i den retning." in shown  # of Bent
    submit(as_cille, hanne, **HANNE, kind="professional")
    assert said(as_cille, hanne) == "Faglig mentor"
    submit(as_cille, hanne, **HANNE, kind="")
    assert said(as_cille, hanne) == "Ikke skrevet" and known_as("Hanne").kind is None


def test_nobody_is_asked_for_the_kind_where_no_programme_of_the_house_has_two_and_what_was_said_stays(as_cille):
    submit(as_cille, NEW, **HANNE, kind="personal")
    hanne = f"/dygtige-unge/mentorer/{known_as('Hanne').id}"
    assert "Slags mentor" not in as_cille.get(hanne).text and known_as("Hanne").kind is None
    with acting_for(cast.tenant("dygtige-unge")):
        db.session.execute(update(Mentor).where(Mentor.first_name == "Hanne").values(kind="both"))
    submit(as_cille, hanne, **HANNE)
    assert said(as_cille, hanne) == "Både personlig og faglig mentor" and 'name="kind"' not in as_cille.get(hanne).text


def two_kinds():
    """Svendborg's programme chooses the kind of mentor by the main need, as the Mentorordning does."""
    with acting_for(cast.tenant("svendborg")):
        adjust("course", {"mentor_kinds": True}, "Som i Mentorordningen.", by=cast.actor("kim"))


def said(client, mentor):
    """The kind as the mentor's page says it."""
    return re.findall(r"Slags mentor</dt>\s*<dd[^>]*>\s*([^<]*?)\s*<", client.get(mentor).text)[0]


def test_karen_and_rune_do_not_recruit(as_karen, as_rune):
    assert as_karen.get("/svendborg/mentorer").status_code == 403
    assert as_rune.get("/dygtige-unge/mentorer").status_code == 404


def test_noras_mentors_are_vordingborgs_alone(as_nora):
    submit(as_nora, "/vordingborg/mentorer/ny", **HANNE)
    assert known_as("Hanne", "vordingborg").first_name == "Hanne"
    other = known_as("Bent")
    assert as_nora.get(f"/vordingborg/mentorer/{other.id}").status_code == 404
    assert as_nora.get("/vordingborg/mentorer").text.count("Bent Madsen") == 1
