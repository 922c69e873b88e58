"""Small things, and most of them very small. The middle is tested as well as the tail."""

from pathlib import Path
from statistics import median, quantiles

from tests.house.source import OURS, ROOT, functions, length, lines, modules, name_of, templates


def _too_long(files: list[Path], limit: int) -> dict[str, int]:
    return {name_of(path): lines(path) for path in files if lines(path) > limit}


def test_no_module_is_over_300_lines_and_half_of_them_are_under_120():
    # A step of the database (migrations/versions) is written once, read top to bottom and never grows: it has no limit.
    assert not _too_long(modules(*OURS), 300)
    assert median(map(lines, modules(*OURS))) <= 120


def test_no_function_is_over_40_lines_and_half_of_them_are_under_six():
    found = {f"{name_of(path)}:{f.lineno} {f.name}": length(f) for path in modules(*OURS) for f in functions(path)}
    print(f"functions: {len(found)}, median {median(found.values()):g}, p90 {quantiles(found.values(), n=10)[-1]:g}")
    assert not {name: size for name, size in found.items() if size > 40}
    assert median(found.values()) <= 6
    assert quantiles(found.values(), n=10)[-1] <= 20


def test_no_template_is_over_150_lines():
    assert not _too_long([*templates(), *(ROOT / "platform" / "demo_world" / "templates").glob("*")], 150)


def test_no_test_file_is_over_400_lines():
    assert not _too_long(modules("tests"), 400)


def test_no_script_or_style_of_ours_is_over_300_lines():
    static = [path for folder in OURS for kind in ("*.js", "*.css") for path in (ROOT / folder).rglob(kind)]
    assert not _too_long([path for path in static if "vendor" not in path.parts], 300)
