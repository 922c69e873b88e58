"""What Ayla is told when she asks what is written about her, and what Karen sees of the course."""

from mentorkorps import courses, privacy
from mentorkorps.clock import today
from mentorkorps.matches import Match
from tenants.scope import acting_for
from tests import cast
from tests.courses.pairs import AYLA, paired
from tests.isolation.course_rows import RULES

HERE = "svendborg"


def test_insight_tells_the_whole_words_of_house_rules_goals_and_contacts(app):
    ayla, cille = paired(*AYLA, supporter=True), cast.actor("cille")
    with acting_for(cast.tenant(HERE)):
        match = Match.get(ayla)
        courses.write_agreement(match, RULES, by=cille)
        courses.set_goal(match, "education", ["social"], "At komme ind på grundforløbet", by=cille)
        courses.log_contact(match, "sms", held_on=today(), begun_by="youth", by=cille)
        courses.name_supporter(match, "Inge Bak", "+4570102040", ["wake_up"], by=cille)
    with acting_for(cast.tenant(HERE)):
        told = "\n".join(privacy.journal_for_insight(cast.youth_named("Ayla"), by=cast.actor("karen")))
    for words in (
        "Kontakt mandag, fredag 9-16: SMS. Afbud: Ring dagen før.", "udgave 1 (sat): At komme ind på grundforløbet",
        "15-06-2014: SMS, Den unge", "Inge Bak, +4570102040: Vækker den unge om morgenen",
    ):  # fmt: skip
        assert words in told


def test_karen_sees_the_goals_and_how_much_they_have_met(as_karen):
    ayla, cille = paired(*AYLA), cast.actor("cille")
    with acting_for(cast.tenant(HERE)):
        match = Match.get(ayla)
        courses.set_goal(match, "job", ["social"], "Et fritidsjob", by=cille)
        courses.close_goal(match, 1, "achieved", by=cille)
        youth_id = match.youth_id
    page = as_karen.get(f"/{HERE}/unge/{youth_id}").text
    assert "Et fritidsjob (nået)" in page and "0 af 2 møder i juni" in page
