"""A period says by which curve its target is to be reached: per cent of it that are due at the end of some months."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from tenants.guards import may_change

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.add_column("periods", sa.Column("pace", JSONB(), server_default="{}", nullable=False))
    op.alter_column("periods", "pace", server_default=None)
    may_change("periods", "pace")
