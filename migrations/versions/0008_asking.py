"""Asking by mail, text message or phone: what each wishes, who cannot be reached, and who was asked on which day."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    pass
