"""Quotas: prepaid places and text messages, what happens when they are used, and how they move between partners."""

from tenants.quotas.carry import carry_over, to_carry
from tenants.quotas.forecast import Forecast, forecast
from tenants.quotas.notice import QuotaNotice, notice
from tenants.quotas.opening import Opening
from tenants.quotas.quota import BEYOND, CARRY, TEXT_BEYOND, UNITS, NoPlace, Quota, Reservation, spend
from tenants.quotas.room import Room, room_of, rooms
from tenants.quotas.taking import offer, reserve
from tenants.quotas.transfer import Transfer, transfers_seen

__all__ = [
    "BEYOND", "CARRY", "TEXT_BEYOND", "UNITS", "Forecast", "NoPlace", "Opening", "Quota", "QuotaNotice", "Reservation", "Room",
    "Transfer", "carry_over", "forecast", "notice", "offer", "reserve", "room_of", "rooms", "spend",
    "to_carry", "transfers_seen",
]  # fmt: skip
