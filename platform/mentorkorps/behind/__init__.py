"""The list behind a figure: the rows that one figure of the own figures or of a report counts, for who may open them.

Definitions are those of the functions in schema `figures`, at the grain of a row, so that the list is as long as the figure
is large for who reaches everything. A person reaches here what the list of youths gives that person, and no more.
"""

from mentorkorps.behind.facts import SEE_ALL
from mentorkorps.behind.lists import CONCERNS, CORPS, LISTS, MONEY, YOUTHS, Behind, behind, how_many, how_much
from mentorkorps.behind.made_of import made_of
from mentorkorps.behind.window import Window

__all__ = [
    "CONCERNS", "CORPS", "LISTS", "MONEY", "SEE_ALL", "YOUTHS", "Behind", "Window", "behind", "how_many", "how_much", "made_of",
]  # fmt: skip
