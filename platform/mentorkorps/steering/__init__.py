"""The steering group and its report; knows no person."""

from mentorkorps.steering.build import freeze_due, period_called
from mentorkorps.steering.figures import reach_reporting, use_reporting
from mentorkorps.steering.paper import render_pdf
from mentorkorps.steering.report import Report, Seat, SteeringMeeting, canonical, checksum, readable

__all__ = [
    "Report",
    "Seat",
    "SteeringMeeting",
    "canonical",
    "checksum",
    "freeze_due",
    "period_called",
    "reach_reporting",
    "readable",
    "render_pdf",
    "use_reporting",
]
