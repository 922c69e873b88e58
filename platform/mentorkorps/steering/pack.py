"""Everything for a meeting as one file: the agenda, the report in each of its shapes, and the page for a council."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

from mentorkorps.language import _
from mentorkorps.steering.csv_file import render_csv
from mentorkorps.steering.paper import render_council, render_pdf
from mentorkorps.steering.report import readable
from mentorkorps.steering.wording import Content
from mentorkorps.steering.workbook import render_xlsx

REGULAR_FILE = 0o100644 << 16


def render_json(content: Content) -> bytes:
    """The content for a person's eye and a machine; its schema is served beside it (`schema.text`)."""
    return readable(content).encode() + b"\n"


def file_name(content: Content, ending: str, what: str = "rapport") -> str:
    """fyn-2014-rapport-1.pdf."""
    partnership, period = content["partnership"]["slug"], content["period"]["name"]
    return re.sub(r"[^\w.-]+", "-", f"{partnership}-{period}-{what}-{content['number']}.{ending}", flags=re.ASCII)


def pack(content: Content, agenda: bytes | None = None, beside: Sequence[Content] = ()) -> bytes:
    """A ZIP of the report in the reader's language, with the `agenda` (a PDF) of its meeting where there is one, and the
    reports of other periods that were made for that meeting `beside` it.

    The same content and agenda give the same bytes: every file carries the time the report was built.
    """
    agenda_name, council_name = _("dagsorden"), _("til-byraadet")
    files = {f"{agenda_name}.pdf": agenda} if agenda else {}
    for one in (content, *beside):
        files |= {
            file_name(one, "pdf"): render_pdf(one),
            file_name(one, "xlsx"): render_xlsx(one),
            file_name(one, "csv"): render_csv(one),
            file_name(one, "json"): render_json(one),
        }
    files[f"{council_name}.pdf"] = render_council(content)
    return _zipped(files, datetime.fromisoformat(content["built_at"]))


def _zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, REGULAR_FILE
            archive.writestr(entry, data)
    return written.getvalue()
