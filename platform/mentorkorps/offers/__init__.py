"""What companies offer beyond a mentor ("gøre mere"): who was asked, what is offered, and the places that come of it (FY-40)."""

from mentorkorps.offers.ask import ANSWERS, OfferAsk, answer_ask, ask_after_check_in, asks_of, log_ask, open_ask
from mentorkorps.offers.offer import KINDS, Facts, Offer, OfferPlace, asks_to_go_on_with, offers_with_taken
from mentorkorps.offers.placement import CAME_OF, Placement

__all__ = [
    "ANSWERS", "CAME_OF", "KINDS", "Facts", "Offer", "OfferAsk", "OfferPlace", "Placement", "answer_ask", "ask_after_check_in",
    "asks_of", "asks_to_go_on_with", "log_ask", "offers_with_taken", "open_ask",
]  # fmt: skip
