"""The server programs inside their wheels, copied to where the account of the servers can run them."""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from embedded.cannot_start import CannotStart
from embedded.place import Place


def program(place: Place, *, wheel: str, module: str, name: str) -> Path:
    """The path of the program `name` of a wheel, runnable by the account of the servers."""
    installed = _installed(wheel, module)
    found = next((path for path in installed.rglob(name) if path.is_file() and os.access(path, os.X_OK)), None)
    if found is None:
        raise CannotStart(
            f"The package {wheel} has no program {name} for this machine. "
            "Set DATABASE_URL and REDIS_URL to servers of your own."
        )
    if place.account.reaches(found):
        return found
    return _copied(place, wheel, installed) / found.relative_to(installed)


def _installed(wheel: str, module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart(
            f"The package {wheel} is not installed. "
            "Install it, or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return Path(spec.submodule_search_locations[0])


def _copied(place: Place, wheel: str, installed: Path) -> Path:
    """The installed package and the libraries beside it, copied whole and only then given their name."""
    target = place.home / "programs" / f"{wheel}-{importlib.metadata.version(wheel)}"
    if not target.exists():
        target.parent.mkdir(exist_ok=True)
        target.parent.chmod(0o755)
        half = target.with_name(target.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        for folder in (installed, installed.with_name(installed.name + ".libs")):
            if folder.is_dir():
                shutil.copytree(folder, half / folder.name, symlinks=True)
        _open_to_all(half)
        half.rename(target)
    return target / installed.name


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
