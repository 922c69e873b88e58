"""On which line of a TOML file a key stands: the parser of the standard library does not say."""

import re
from collections import Counter

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|' + r"'[^']*'")


class Lines:
    """The lines of one file, by the path of its keys: ("periods", 0, "lines", 2, "quota")."""

    def __init__(self, text: str) -> None:
        self._known: dict[Path, int] = {(): 1}
        self._tables: Counter[Path] = Counter()
        self._here: Path = ()
        self._open_brackets = 0
        self._open_quote = ""
        for number, line in enumerate(text.splitlines(), start=1):
            self._read(line, number)

    def of(self, path: Path) -> int:
        """The line of `path`, or of the nearest thing around it that has one."""
        while path not in self._known:
            path = path[:-1]
        return self._known[path]

    def _read(self, line: str, number: int) -> None:
        line = self._without_strings(line)
        if not self._open_brackets:
            if header := _HEADER.match(line):
                self._enter(_parts(header[2]), number, repeated=header[1] == "[[")
                return
            if key := _KEY.match(line):
                self._known.setdefault((*self._here, *_parts(key[1])), number)
        self._open_brackets += sum(line.count(c) for c in "[{") - sum(line.count(c) for c in "]}")

    def _enter(self, names: Path, number: int, *, repeated: bool) -> None:
        """Steps into the table; a name that was repeated before means its latest table."""
        here: Path = ()
        for name in names:
            here = (*here, name)
            if repeated and here == self._resolved(names):
                self._known.setdefault(here, number)
                self._tables[here] += 1
            if self._tables[here]:
                here = (*here, self._tables[here] - 1)
        self._here = here
        self._known.setdefault(here, number)

    def _resolved(self, names: Path) -> Path:
        here: Path = ()
        for name in names[:-1]:
            here = (*here, name)
            if self._tables[here]:
                here = (*here, self._tables[here] - 1)
        return (*here, names[-1])

    def _without_strings(self, line: str) -> str:
        """`line` with its quoted values emptied and its comment gone; follows a string over several lines."""
        if self._open_quote:
            _, end, line = line.partition(self._open_quote)
            if not end:
                return ""
            self._open_quote = ""
        for quote in ('"""', "'''"):
            before, begun, after = line.partition(quote)
            if begun and "#" not in _STRING.sub("", before):
                _, end, rest = after.partition(quote)
                self._open_quote = "" if end else quote
                return before + rest
        key, equals, value = line.partition("=") if _KEY.match(line) else ("", "", line)
        if _HEADER.match(line):
            return line.partition("#")[0]
        return key + equals + _STRING.sub("", value).partition("#")[0]


def _parts(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
