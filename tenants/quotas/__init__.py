"""Quotas: prepaid places and text messages, what happens when they are used, and how they move between partners."""

from tenants.quotas.carry import carry_over, to_carry
from tenants.quotas.forecast import Forecast, forecast
from tenants.quotas.notice import QuotaNotice, notice
from tenants.quotas.opening import Opening
from tenants.quotas.quota import BEYOND, CARRY, TEXT_BEYOND, UNITS, NoPlace, Quota, Reservation, spend
from tenants.quotas.room import Room, room_of, rooms
from tenants.quotas.taking import offer, reserve, told_of_move
from tenants.quotas.transfer import Transfer, lapse, to_lapse, transfers_seen

__all__ = [
    "BEYOND", "CARRY", "TEXT_BEYOND", "UNITS", "Forecast", "NoPlace", "Opening", "Quota", "QuotaNotice", "Reservation", "Room",
    "Transfer", "carry_over", "forecast", "lapse", "notice", "offer", "reserve", "room_of", "rooms", "spend",
    "to_carry", "to_lapse", "told_of_move", "transfers_seen",
]  # fmt: skip
