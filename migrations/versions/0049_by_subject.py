"""What was written about a pair or a step is found by it: until now every letter of the tenant's was looked through, years of them.

The page of a pair asks what is still to go, an answer takes back what is no longer to be asked, and each day's work asks who was
asked about a step and has said nothing.
"""

from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.create_index("ix_links_of_subject", "links", ["tenant_id", "subject_id"])
    op.create_index("ix_messages_about", "messages", ["tenant_id", "about_id"])
    op.create_index("ix_messages_of_link", "messages", ["tenant_id", "link_id"])
