"""Every act that writes a note is called something in the journal and in what is handed over."""

import ast

from mentorkorps.journal import ACTS
from tests.house.source import calls, modules, name_of


def test_every_act_that_writes_a_note_has_its_word() -> None:
    nameless = {
        f"{name_of(path)}: {call.args[1].value}"
        for path in modules()
        for name, call in calls(path)
        if name == "JournalNote.write" and isinstance(call.args[1], ast.Constant) and call.args[1].value not in ACTS
    }
    assert not nameless, "name it in mentorkorps/journal/acts.py"
