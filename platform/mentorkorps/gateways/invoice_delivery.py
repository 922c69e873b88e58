"""Where issued invoices go: a folder, or a webhook (an access point is the customer's choice), or nowhere."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import requests

TIMEOUT = 20
_place: list[str] = [""]


def use(place: str) -> None:
    """`file:/a/folder`, `https://…` (or http on loopback), or empty for nowhere; as `Config` has found it right."""
    _place[:] = [place]


def hand_over(name: str, document: bytes) -> str:
    """Hands one document over under `name`; returns where it went. The same name twice is the same document.

    OSError or requests.RequestException where it was not taken: it is tried again.
    """
    place = _place[0]
    if not place:
        return "kept"
    if urlsplit(place).scheme == "file":
        return str(written(Path(unquote(urlsplit(place).path)), name, document))
    answer = requests.put(
        f"{place.rstrip('/')}/{name}", data=document, timeout=TIMEOUT, allow_redirects=False,
        headers={"Content-Type": "application/xml", "Idempotency-Key": name},
    )  # fmt: skip
    if answer.status_code // 100 != 2:  # sent on elsewhere is not taken either
        raise requests.HTTPError(f"the access point answered {answer.status_code}", response=answer)
    return f"{answer.status_code}"


def written(folder: Path, name: str, document: bytes) -> Path:
    """The document in a file of its own, whole or not there at all."""
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f".{name}.half"
    half.write_bytes(document)
    return half.replace(folder / name)
