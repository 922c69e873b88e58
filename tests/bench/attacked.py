"""The attack on every table of three years, over more partnerships and years than the suite has time for."""

from mentorkorps.steering.hide import LEAST
from tests.bench.measure import Line, watch
from tests.steering.attack import recovered, unknowns
from tests.steering.fewest import fewest, hidden
from tests.steering.played import CHANGING, FYN, FYN_OPEN, WIDE, reports

SEEDS = range(1, 4)
WORLDS = {
    "Fyn": (FYN, FYN_OPEN),
    "joining and leaving": (CHANGING, FYN_OPEN),
    "eight": (WIDE, FYN_OPEN),
    "nothing open": (CHANGING, ()),
}


def measured() -> list[Line]:
    """How many hidden figures come out within the limit, and how many more are hidden than must be."""
    return [line for name in WORLDS for line in (_attacked(name), _fewest(name))]


def _attacked(name: str) -> Line:
    places, opened = WORLDS[name]
    hidden_ones = found = 0
    with watch() as one:
        for seed in SEEDS:
            for late in (False, True):
                published = list(reports(places, opened, seed, late=late))
                hidden_ones += unknowns(published, opened)
                found += len(recovered(published, opened))
    return Line(
        f"{name}: figures not told that come out in less than {LEAST}, of {hidden_ones}",
        str(found),
        f"{one.seconds:.0f} s",
    )


def _fewest(name: str) -> Line:
    places, opened = WORLDS[name]
    alone = [one for seed in SEEDS for one in list(reports(places, opened, seed, remembers=False))[::4]]
    own, least = sum(map(hidden, alone)), sum(fewest(one, opened) for one in alone)
    return Line(f"{name}: cells hidden against the fewest that must be ({least})", f"{own / least:.3f}")
