"""Danish first, English second: the Danish sentence is the key; the English stands in `translations/en`, a file a room."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = {"da": "Dansk", "en": "English"}
CATALOGUE = Path(__file__).parent / "translations" / "en"

_current: ContextVar[str] = ContextVar("language", default="da")


def _(sentence: str, /, **values: object) -> str:
    """`sentence` in the reader's language, with `%(name)s` filled from `values`."""
    text = sentence if _current.get() == "da" else english().get(sentence, sentence)
    return text % values if values else text


def danish(sentence: str, /, **values: object) -> str:
    """`sentence` in Danish, whoever reads or presses: the language of what is kept, such as the journal."""
    return sentence % values if values else sentence


def N_(sentence: str) -> str:  # noqa: N802 (gettext's own name for "translate later")
    """Marks a sentence for the catalogue where it is only stored; `_()` translates it where it is shown."""
    return sentence


#: What people may speak; a meeting needs one language in common.
SPOKEN = {
    "da": N_("Dansk"), "en": N_("Engelsk"), "de": N_("Tysk"), "ar": N_("Arabisk"), "tr": N_("Tyrkisk"), "so": N_("Somali"),
    "fa": N_("Persisk"), "pl": N_("Polsk"), "uk": N_("Ukrainsk"), "bs": N_("Bosnisk"), "ta": N_("Tamilsk"),
}  # fmt: skip


def language() -> str:
    """The language of the reader being served: da or en."""
    return _current.get()


def use(code: str) -> None:
    """From here on this request or job speaks `code`; what is unknown becomes Danish."""
    _current.set(code if code in LANGUAGES else "da")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Inside, sentences come in `code`."""
    token = _current.set(code if code in LANGUAGES else "da")
    try:
        yield
    finally:
        _current.reset(token)


@cache
def english() -> dict[str, str]:
    """Every Danish sentence with its English one."""
    entries = (
        entry for path in sorted(CATALOGUE.glob("*.po")) for entry in read_po(BytesIO(path.read_bytes()), locale="en")
    )
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string}
