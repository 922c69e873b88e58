"""A table of a TOML file, read key by key; what is wrong is noted with its line and reading goes on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from mentorkorps.language import N_, _
from mentorkorps.refused import Refused
from tenants.terms.lines import Lines, Path

T = TypeVar("T")
NO_DAY = date(1, 1, 1)
MOST, FIRST_YEAR, LAST_YEAR = 10**9, 1900, 2100
KEPT = N_("%(key)s kan ikke gemmes: tal går til en milliard, datoer fra 1900 til 2100, og tekst er uden styretegn.")


@dataclass(frozen=True, order=True)
class TermError:
    """One thing wrong with the file; line 0 is the file as a whole."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return _("Linje %(line)s: %(sentence)s", line=self.line, sentence=self.sentence) if self.line else self.sentence


class BadTerms(Refused):
    """The file cannot be used; says everything that is wrong with it."""

    def __init__(self, errors: list[TermError]) -> None:
        self.errors = sorted(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass
class Errors:
    """What has been found so far. A path in error is not reported twice."""

    lines: Lines
    found: list[TermError] = field(default_factory=list)
    paths: set[Path] = field(default_factory=set)

    def add(self, path: Path, sentence: str) -> None:
        """Notes `sentence` at the line of `path`, unless that path, or what it is in, is in error already."""
        if self.clean(path):
            self.paths.add(path)
            self.found.append(TermError(self.lines.of(path), sentence))

    def clean(self, *paths: Path) -> bool:
        """True where none of `paths`, nor anything they are in, is in error."""
        return not any(path[:n] in self.paths for path in paths for n in range(len(path) + 1))


class Table:
    """One table at `path`. Each reading verb returns the value, or a stand-in after noting the error."""

    def __init__(self, values: dict[str, Any], path: Path, errors: Errors) -> None:
        self._values, self.path, self._errors = values, path, errors
        self._read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> list[str]:
        """What stands in it, as it stands."""
        return list(self._values)

    def text(self, key: str) -> str:
        """A text with something in it."""
        return self._of(key, lambda v: isinstance(v, str) and bool(v.strip()), _("en tekst"), "")

    def choice(self, key: str, known: tuple[str, ...] | list[str]) -> str:
        """One of the `known` words."""
        wanted = _("et af: %(known)s", known=", ".join(known))
        return self._of(key, lambda v: isinstance(v, str) and v in known, wanted, known[0])

    def number(self, key: str, least: int = 0, most: int = 10**9) -> int:
        """A whole number from `least` to `most`."""
        wanted = _("et helt tal fra %(least)s", least=least)
        if most < 10**9:
            wanted = _("et helt tal fra %(least)s til %(most)s", least=least, most=most)
        return self._of(key, lambda v: _whole(v) and least <= v <= most, wanted, least)

    def day(self, key: str) -> date:
        """A date without a time of day."""
        return self._of(key, lambda v: type(v) is date, _("en dato som 2014-02-15"), NO_DAY)

    def yes(self, key: str) -> bool:
        """True or false."""
        return self._of(key, lambda v: isinstance(v, bool), _("true eller false"), False)

    def span(self, key: str) -> tuple[int, int]:
        """Two whole numbers in order, least and most."""

        def fits(value: Any) -> bool:
            return isinstance(value, list) and [_whole(v) for v in value] == [True, True] and 0 <= value[0] <= value[1]

        least, most = self._of(key, fits, _("to hele tal i rækkefølge, som [30, 35]"), [0, 0])
        return least, most

    def numbers(self, key: str, least: int, most: int) -> list[int]:
        """A list of whole numbers, each from `least` to `most`."""

        def fits(value: Any) -> bool:
            return isinstance(value, list) and all(_whole(v) and least <= v <= most for v in value)

        none: list[int] = []
        wanted = _("hele tal fra %(least)s til %(most)s, som [1, 3, 6]", least=least, most=most)
        return list(self._of(key, fits, wanted, none))

    def days(self, key: str) -> list[date]:
        """A list of dates without times of day."""
        none: list[date] = []

        def fits(value: Any) -> bool:
            return isinstance(value, list) and all(type(v) is date for v in value)

        return list(self._of(key, fits, _("en liste af datoer, som [2024-08-12]"), none))

    def ranges(self, key: str) -> list[tuple[date, date]]:
        """A list of first and last days."""

        def fits(value: Any) -> bool:
            return isinstance(value, list) and all(
                isinstance(pair, list) and [type(v) for v in pair] == [date, date] for pair in value
            )

        none: list[list[date]] = []
        found = self._of(key, fits, _("en liste af tidsrum, som [[2024-12-21, 2025-01-05]]"), none)
        return [(first, last) for first, last in found]

    def words(self, key: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts, each once, all of them `known` where that is given; the key may be missing."""
        if key not in self:
            return ()
        none: list[str] = []
        words = self._of(
            key, lambda v: isinstance(v, list) and all(isinstance(w, str) for w in v), _("en liste af tekster"), none
        )
        for n, word in enumerate(words):
            place = (*self.path, key, n)
            if known and word not in known:
                self._errors.add(
                    place, _("“%(word)s” kendes ikke; kendte er %(known)s.", word=word, known=", ".join(known))
                )
            if word in words[:n]:
                self._errors.add(place, _("“%(word)s” står mere end én gang i %(key)s.", word=word, key=key))
        return tuple(words)

    def table(self, key: str) -> "Table":
        """The table inside this one."""
        empty: dict[str, Any] = {}
        inner = self._of(key, lambda v: isinstance(v, dict), _("en tabel"), empty)
        return Table(inner, (*self.path, key), self._errors)

    def tables(self, key: str) -> list["Table"]:
        """The tables repeated under `key`, at least one."""

        def fits(value: Any) -> bool:
            return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)

        none: list[dict[str, Any]] = []
        rows = self._of(key, fits, _("mindst én tabel [[%(key)s]]", key=key), none)
        return [Table(row, (*self.path, key, n), self._errors) for n, row in enumerate(rows)]

    def wrong(self, key: str, sentence: str) -> None:
        """Notes that what stands at `key` cannot be used."""
        self._errors.add((*self.path, key), sentence)

    def nothing_else(self) -> None:
        """Notes every key that nobody has read."""
        for key in self._values.keys() - self._read:
            self.wrong(key, _("Nøglen %(key)s kendes ikke her.", key=key))

    def _of(self, key: str, fits: Callable[[Any], bool], wanted: str, stand_in: T) -> T:
        self._read.add(key)
        if key not in self._values:
            self.wrong(key, _("%(key)s mangler; det skal være %(wanted)s.", key=key, wanted=wanted))
            return stand_in
        value: Any = self._values[key]
        if not fits(value):
            self.wrong(key, _("%(key)s skal være %(wanted)s.", key=key, wanted=wanted))
        elif not _can_be_kept(value):
            self.wrong(key, _(KEPT, key=key))
        else:
            return cast(T, value)
        return stand_in


def _can_be_kept(value: Any) -> bool:
    """Tables are looked at where they are read."""
    if isinstance(value, list):
        return all(_can_be_kept(one) for one in value)
    if isinstance(value, str):
        return not any(sign < " " and sign not in "\n\t" for sign in value)
    if isinstance(value, date):
        return FIRST_YEAR <= value.year <= LAST_YEAR
    return not _whole(value) or abs(value) <= MOST


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
