"""The figures of a partnership's members together, summed up once by the job instead of on every page that an operator opens.

Of a hundred municipalities a page read as many rows for each column it shows. A row here is one of those that the page reads:
a month of a period, a period, or (without a period) a month of what stands. Of an operator that bears youths itself there is
none: its members' figures together, less its own, would be the others'.
"""

from alembic import op

from tenants.guards import guard_private

revision = "0045"
down_revision = "0044"

#: It has what a row of the rollup has, but for whose it is; and which rows it is the sum of.
TABLE = """
CREATE TABLE summed_figures (LIKE month_figures);
ALTER TABLE summed_figures
    DROP COLUMN party_tenant_id,
    ADD COLUMN stamp bigint NOT NULL,
    ALTER COLUMN month DROP NOT NULL,
    ADD CONSTRAINT ck_summed_figures_of_something CHECK (period_id IS NOT NULL OR month IS NOT NULL),
    ADD CONSTRAINT fk_summed_figures_tenant_id FOREIGN KEY (tenant_id) REFERENCES tenants (id),
    ADD CONSTRAINT pk_summed_figures PRIMARY KEY (tenant_id, id),
    ADD CONSTRAINT uq_summed_figures_tenant_id_partnership_id_period_id_month
        UNIQUE NULLS NOT DISTINCT (tenant_id, partnership_id, period_id, month)
"""


def upgrade() -> None:
    for statement in TABLE.split(";"):
        op.execute(statement)
    guard_private("summed_figures")
