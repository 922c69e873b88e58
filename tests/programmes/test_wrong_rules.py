"""A programme that cannot be followed is told with its line, and nothing of the file is believed."""

import pytest

from tenants.terms import BadTerms, read_text
from tests.cast import TERMS

SCHOOL, EEPM = ((TERMS / f"{name}.toml").read_text() for name in ("hoeje-taastrup", "eepm"))

#: The file, what stands in it, what stands there instead, words of the line that is named, and the sentence.
WRONG = {
    "an unknown setting": (SCHOOL, "per_season =", "per_saeson =", "per_saeson", "Nøglen per_saeson kendes ikke her."),
    "an unknown section": (SCHOOL, "[programme.asking]", "[programme.tider]", "[programme.tider]", "Nøglen tider kendes ikke her."),
    "two norms": (SCHOOL, "minutes = [30, 40]", "hours_per_month = 4", "per_season", "Normen for møder skal være én af"),
    "a first check after two weeks": (SCHOOL, "check_days = 14", "check_days = 15", "check_days", "et helt tal fra 1 til 14."),
    "a rest that never ends": (SCHOOL, "2024-10-20]", "2025-10-20]", "closed", "varer under 100 dage."),
    "a rest without an end": (SCHOOL, "[2024-10-12, 2024-10-20]", "[2024-10-12]", "closed", "en liste af tidsrum"),
    "a school day that is text": (SCHOOL, "[2024-08-12]", '["mandag"]', "begins", "begins skal være en liste af datoer"),
    "marks that fall": (EEPM, "marks_months = [1]", "marks_months = [3, 1]", "[3, 1]", "skal stige, som [1, 3, 6]."),
    "asking at night": (SCHOOL, 'sender = "Erhvmentor"', "not_after = 22", "= 22", "et helt tal fra 9 til 20."),
    "a sender too long for a phone": (SCHOOL, "Erhvmentor", "Erhvervsmentorerne", "sender", "skal have 3 til 11 tegn."),
    "a silence backwards": (SCHOOL, "raise_after_working_days = 5", "raise_after_working_days = 2", "= 2", "mindre end remind_"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_each_is_told_with_its_line(what: str) -> None:
    text, old, new, place, sentence = WRONG[what]
    wrong = text.replace(old, new, 1)
    assert wrong != text
    with pytest.raises(BadTerms) as refused:
        read_text(wrong)
    (error,) = refused.value.errors
    assert sentence in error.sentence
    assert place in wrong.splitlines()[error.line - 1]


def test_only_what_the_file_says_is_kept() -> None:
    assert "alarm" not in read_text(SCHOOL).profile
