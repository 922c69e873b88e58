"""Identity providers: each tenant's own, as data."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from tenants.rows import PrivateRow


class Provider(PrivateRow):
    """How users of this tenant sign in: an OpenID provider and the map from its claims to roles (none by default)."""

    __tablename__ = "providers"
    __table_args__ = (UniqueConstraint("tenant_id", "issuer"),)

    issuer: Mapped[str]
    client_id: Mapped[str]
    client_secret: Mapped[str]
    settings: Mapped[dict[str, Any]]
