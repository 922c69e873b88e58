"""A series begins with one and goes up by one; that of the invoices by the document that bears the number, and never otherwise."""

from alembic import op

from tenants.guards import keep_rows

revision = "0041"
down_revision = "0040"

#: After the row, so that who may not write it at all is told that first.
TAKEN = """
CREATE FUNCTION public.take_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE public.number_series SET next_number = next_number + 1
    WHERE tenant_id = NEW.tenant_id AND name = 'invoice' AND next_number = NEW.number;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'document % does not bear the next number of its series', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER take_number AFTER INSERT ON invoices FOR EACH ROW EXECUTE FUNCTION public.take_number();
"""
KEPT = """
CREATE FUNCTION public.begin_series() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.next_number <> 1 + (SELECT coalesce(max(number), 0) FROM public.invoices
                               WHERE tenant_id = NEW.tenant_id AND NEW.name = 'invoice') THEN
        RAISE EXCEPTION 'a series begins after the last document' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER begin_series AFTER INSERT ON number_series FOR EACH ROW EXECUTE FUNCTION public.begin_series();
CREATE FUNCTION public.keep_series() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.next_number <> OLD.next_number + 1 OR (OLD.name = 'invoice' AND NOT EXISTS (
        SELECT FROM public.invoices WHERE tenant_id = OLD.tenant_id AND number = OLD.next_number)) THEN
        RAISE EXCEPTION 'a number is taken by the document that bears it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_series AFTER UPDATE ON number_series FOR EACH ROW
    WHEN (NEW.next_number IS DISTINCT FROM OLD.next_number) EXECUTE FUNCTION public.keep_series();
"""


def upgrade() -> None:
    keep_rows("number_series", "next_number")
    op.execute(TAKEN)
    op.execute(KEPT)
    op.execute("REVOKE ALL ON FUNCTION public.take_number(), public.begin_series(), public.keep_series() FROM PUBLIC")
