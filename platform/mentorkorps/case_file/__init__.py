"""The audit file of a pair: purpose, tasks, qualification, consents and delivered contact (STAR's audit of 2019; MO-13)."""

from mentorkorps.case_file.audits import A_QUARTER, RATINGS, FileAudit, audits_of, draw, quarter_of
from mentorkorps.case_file.content import CaseFile, compile_file
from mentorkorps.case_file.insight import held_on
from mentorkorps.case_file.paper import render_csv, render_pdf
from mentorkorps.case_file.section import Section

__all__ = [
    "A_QUARTER", "RATINGS", "CaseFile", "FileAudit", "Section", "audits_of", "compile_file", "draw", "held_on", "quarter_of",
    "render_csv", "render_pdf",
]  # fmt: skip
