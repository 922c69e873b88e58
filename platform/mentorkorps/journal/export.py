"""The files of a handover: a ZIP with one text for each note and what the receiving system wants to know of them.

`metadata.csv` and `metadata.json` say of each note: its id, the youth's case number, when, by whom, which act, whether it
has internal paragraphs, which note it corrects, its file and the file's SHA-256. Everything is written piece by piece, so
that a journal of many years takes no more memory than one of a week; fetched again it is the same, byte for byte, as long
as the youth is called the same.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import select

from mentorkorps.clock import local
from mentorkorps.journal.acts import ACTS
from mentorkorps.journal.handover import Handover
from mentorkorps.journal.note import JournalNote
from mentorkorps.language import N_, danish
from mentorkorps.youths import Youth
from tenants.registry import Tenant
from tenants.scope import db

#: What the copies are for (FY-39): it stands on the page, in each file and in the metadata.
PURPOSE = N_("Notatet er skrevet, for at forløbet hele tiden støtter kommunens indsats for den unge.")
FIELDS = (
    "notat_id", "sagsnummer", "ung_id", "ung", "skrevet", "forfatter", "handling", "handling_tekst", "retter_notat",
    "har_internt", "fil", "sha256",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@")


class _Pieces(io.RawIOBase):
    """A file that cannot go back, and hands out what was written to it."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any, /) -> int:
        self._written += piece
        return len(piece)

    def take(self) -> bytes:
        """What was written since last time."""
        piece = bytes(self._written)
        self._written.clear()
        return piece


def name_of(batch: Handover) -> str:
    """The file's name: whose journal, from which day, and which batch."""
    return f"journal-{Tenant.here().slug}-{local(batch.made_at):%Y-%m-%d}-{batch.id.hex[:8]}.zip"


def packed(batch: Handover) -> Iterator[bytes]:
    """The ZIP of a batch, piece by piece."""
    head = {
        "kommune": Tenant.here().name, "aflevering": str(batch.id), "lavet": batch.made_at.isoformat(),
        "formaal": danish(PURPOSE),
    }  # fmt: skip
    stamp = local(batch.made_at).timetuple()[:6]
    pieces = _Pieces()
    with ZipFile(pieces, "w", ZIP_DEFLATED) as archive:
        for name, lines in (("metadata.csv", _csv(batch)), ("metadata.json", _json(batch, head))):
            with archive.open(_entry(name, stamp), "w", force_zip64=True) as file:
                for line in lines:
                    file.write(line.encode())
                    yield pieces.take()
        for note, case_number in batch.notes():
            archive.writestr(_entry(_file(note), stamp), document(note, case_number))
            yield pieces.take()
    yield pieces.take()


def _entry(name: str, stamp: Any) -> ZipInfo:
    entry = ZipInfo(name, stamp)
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
    return entry


def document(note: JournalNote, case_number: str) -> str:
    """One note as a text for the municipality's file, with its internal paragraphs where it has any."""
    lines = [
        danish(N_("Journalnotat fra mentorkorpset")),
        danish(N_("Notat: %(id)s"), id=note.id),
        danish(N_("Sagsnummer: %(number)s"), number=case_number or "–"),
        danish(N_("Skrevet: %(at)s"), at=f"{local(note.written_at):%d-%m-%Y %H.%M}"),
        danish(N_("Forfatter: %(name)s"), name=note.written_by),
        danish(N_("Handling: %(act)s"), act=_act(note)),
    ]
    if note.corrects_id:
        lines.append(danish(N_("Retter notat: %(id)s"), id=note.corrects_id))
    lines += [danish(PURPOSE), "", danish(N_("Delt med kontaktpersonen:")), note.text]
    if note.internal:
        lines += [
            "",
            danish(N_("Internt, ikke delt med kontaktpersonen, men en del af sagen og af indsigt:")),
            note.internal,
        ]
    return "\n".join(lines) + "\n"


def _act(note: JournalNote) -> str:
    return danish(ACTS.get(note.act, N_("Notat")))


def _file(note: JournalNote) -> str:
    return f"notater/{local(note.written_at):%Y-%m-%d}-{note.id}.txt"


def _rows(batch: Handover) -> Iterator[dict[str, Any]]:
    """What the metadata says of each note."""
    names: dict[UUID, str] = {}
    for note, case_number in batch.notes():
        if note.youth_id not in names:
            names[note.youth_id] = db.session.scalars(select(Youth).where(Youth.id == note.youth_id)).one().name
        values = (
            str(note.id), case_number, str(note.youth_id), names[note.youth_id], local(note.written_at).isoformat(),
            note.written_by, note.act, _act(note), str(note.corrects_id or ""), bool(note.internal), _file(note),
            sha256(document(note, case_number).encode()).hexdigest(),
        )  # fmt: skip
        yield dict(zip(FIELDS, values, strict=True))


def _csv(batch: Handover) -> Iterator[str]:
    """With a mark at its beginning and semicolons, as a Danish spreadsheet reads it; no cell of it is a formula."""
    yield "\ufeff" + _line(FIELDS)
    for row in _rows(batch):
        yield _line(f"'{value}" if str(value).startswith(FORMULA) else value for value in row.values())


def _line(values: Iterable[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(values)
    return text.getvalue()


def _json(batch: Handover, head: dict[str, str]) -> Iterator[str]:
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "notater": ['
    for number, row in enumerate(_rows(batch)):
        yield ("," if number else "") + "\n  " + json.dumps(row, ensure_ascii=False)
    yield "\n ]\n}\n"
