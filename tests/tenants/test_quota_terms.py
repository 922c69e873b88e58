"""What a file of terms says of its quotas: read with every error's line, compared, and imported (FY-05)."""

import pytest

from mentorkorps.partnership import import_partnership
from tenants.quotas import Quota
from tenants.scope import acting_for, db
from tenants.terms import BadTerms, read_text
from tenants.terms.terms import QuotaRules
from tests.cast import TERMS, tenant

FYN = (TERMS / "fyn.toml").read_text()
RULES = """
[quota]
unit = "match"
beyond = "ask"
carry_over = "percent"
carry_over_most = 10

[quota.messages]
sms = 2000
beyond = "ask"
"""


def test_a_file_that_says_nothing_of_it_counts_youths_and_stops():
    assert read_text(FYN).quota == QuotaRules("youth", "stop", "none", 0, None, "mail")


def test_the_rules_are_read_as_they_are_written():
    assert read_text(FYN + RULES).quota == QuotaRules("match", "ask", "percent", 10, 2000, "ask")


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ('unit = "match"', 'unit = "hour"', "unit skal være et af: youth, match."),
        ('beyond = "ask"\ncarry', 'beyond = "more"\ncarry', "beyond skal være et af: stop, wait, ask."),
        ("carry_over_most = 10", "carry_over_most = 110", "carry_over_most skal være et helt tal fra 1 til 100."),
        ("carry_over_most = 10", "", "carry_over_most mangler; det skal være et helt tal fra 1 til 100."),
        ('carry_over = "percent"', "", "carry_over_most hører til carry_over = “places” eller “percent”."),
        ("sms = 2000", "sms = -1", "sms skal være et helt tal fra 0 til 1000000."),
        ("sms = 2000", "sms = 2000\nmails = 3", "Nøglen mails kendes ikke her."),
    ],
)
def test_each_error_is_told_with_its_line(right, wrong, sentence):
    text = FYN + RULES.replace(right, wrong)
    with pytest.raises(BadTerms) as refused:
        read_text(text)
    [error] = refused.value.errors
    assert error.sentence == sentence and error.line > FYN.count("\n")


def test_an_import_makes_every_quota_say_so_and_again_changes_nothing(app, tmp_path):
    file = tmp_path / "fyn.toml"
    file.write_text(FYN + RULES)
    opened = import_partnership(file)
    assert opened and {change.path[0] for change in opened.changes} == {"quota_rules"}
    told = opened.changes[0].lines()
    assert told[0] == "Regler for kvoten, 2014, svendborg: En plads er en ung i perioden. → En plads er et forløb."
    assert len(told) == 4 and "Der er ingen grænse for SMS'er. → " in told[3]
    with acting_for(tenant("svendborg")):
        said = {(quota.unit, quota.beyond, quota.carry_over_most, quota.texts) for quota in db.session.query(Quota)}
    assert said == {("match", "ask", 10, 2000)}
    assert import_partnership(file).changes == []
