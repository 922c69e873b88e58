"""Numbers without gaps."""

from typing import Self

from sqlalchemy import UniqueConstraint, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from tenants.rows import PrivateRow, new_id
from tenants.scope import db, own_id


class NumberSeries(PrivateRow):
    """The next number of an issuer; the database lets it go up by one. An invoice takes its number by being written, so that
    none is lost and none is left out."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str]
    next_number: Mapped[int] = mapped_column(default=1)

    @classmethod
    def locked(cls, name: str) -> Self:
        """The series, begun where it is not there yet; a colleague who has it is waited for."""
        begun = insert(cls).values(tenant_id=own_id(), id=new_id(), name=name, next_number=1)
        db.session.execute(begun.on_conflict_do_nothing(index_elements=["tenant_id", "name"]))
        same = select(cls).where(cls.tenant_id == own_id(), cls.name == name)
        return db.session.scalars(same.with_for_update().execution_options(populate_existing=True)).one()

    def take(self) -> int:
        """The next number of a locked series whose documents do not take it by themselves: that of the reports."""
        number = self.next_number
        self.next_number += 1
        return number
