"""The steering group: who sits in it, when it meets, and what it decided; knows no youth and no mentor (FY-12)."""

from mentorkorps.steering_group.actions import ActionItem
from mentorkorps.steering_group.agenda import AgendaItem
from mentorkorps.steering_group.attendance import Attendance
from mentorkorps.steering_group.decisions import KINDS, Decision
from mentorkorps.steering_group.invitations import Invitation
from mentorkorps.steering_group.minutes import Minutes, MinutesApproval

__all__ = ["KINDS", "ActionItem", "AgendaItem", "Attendance", "Decision", "Invitation", "Minutes", "MinutesApproval"]
