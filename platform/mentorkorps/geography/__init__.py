"""Where people meet: postcodes and an estimate of the way between them (FY-35, HT-07). No map service is asked."""

from mentorkorps.geography.place import POSTCODES, Place, is_postcode, town, travel_minutes

__all__ = ["POSTCODES", "Place", "is_postcode", "town", "travel_minutes"]
