"""Postcodes and the way between them."""

from mentorkorps.geography import POSTCODES, is_postcode, town, travel_minutes


def test_every_postcode_of_fyn_and_its_islands_is_known_with_its_municipality():
    assert len(POSTCODES) >= 150
    assert {POSTCODES[code].municipality for code in ("5700", "5762", "5883", "5892")} == {"Svendborg"}
    assert {POSTCODES[code].municipality for code in ("5600", "5750", "5672")} == {"Faaborg-Midtfyn"}
    assert {POSTCODES[code].municipality for code in ("5800", "5853", "5540")} == {"Nyborg"}
    assert POSTCODES["4760"].municipality == "Vordingborg" and POSTCODES["2630"].municipality == "Høje-Taastrup"


def test_all_places_lie_in_denmark():
    assert all(54.5 < p.latitude < 57.8 and 8 < p.longitude < 15.2 for p in POSTCODES.values())
    assert all(is_postcode(code) for code in POSTCODES)


def test_the_way_is_longer_the_farther_the_town_and_the_same_both_ways():
    assert travel_minutes("5700", "5700") == 10
    assert 10 <= travel_minutes("5700", "5881") < travel_minutes("5700", "5800") < travel_minutes("5700", "5500")
    assert travel_minutes("5800", "5700") == travel_minutes("5700", "5800")


def test_an_unknown_postcode_has_no_way():
    assert travel_minutes("5700", "1234") is None
    assert travel_minutes("", "") is None
    assert town("5700") == "Svendborg" and town("1234") == "1234"
    assert not is_postcode("570") and not is_postcode("0800") and not is_postcode("57OO")
