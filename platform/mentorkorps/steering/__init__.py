"""The steering group and its report; knows no person."""

from mentorkorps.steering.report import Report, Seat, SteeringMeeting

__all__ = ["Report", "Seat", "SteeringMeeting"]
