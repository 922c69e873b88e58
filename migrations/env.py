"""Alembic's door: runs on the connection that `mentorkorps migrate` hands over, as mk_owner."""

from alembic import context

from mentorkorps.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
