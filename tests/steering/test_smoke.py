from mentorkorps.steering import build
from tenants.scope import acting_for, db
from tenants.registry import Partnership
from mentorkorps import steering
from datetime import date
from mentorkorps.clock import now
from sqlalchemy import select
from tests import cast

def test_it(job):
    with acting_for(cast.tenant("dygtige-unge")):
        p = db.session.scalars(select(Partnership)).one()
        reports = build.build(p, build.period_called(p, "2014"), date(2014,6,15), now())
        print(steering.readable(reports[0].content)[:3000], len(reports))
        open("/tmp/figt/r.pdf","wb").write(steering.render_pdf(reports[0].content))
