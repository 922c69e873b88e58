"""Habits that keep the house the shape it is; each exception stands here with its reason."""

import ast
import re

from tests.house.source import OURS, PRODUCT, ROOT, calls, functions, modules, name_of, nodes, templates, tree

#: The edge where a piece of work arrives from the queue: its tenant must be named once.
TAKES_A_TENANT = {"workers/perform.py": {"_do_inside", "_send", "_put_back"}}
#: The end of a scope, the end of a request, and the administrator's own connection.
COMMITS = {"tenants/scope.py", "platform/mentorkorps/web/access.py", "platform/mentorkorps/cli/migrate.py"}


def test_folders_and_modules_are_called_after_what_they_are_about():
    shapeless = {
        "services",
        "service",
        "repositories",
        "repository",
        "dao",
        "utils",
        "util",
        "helpers",
        "common",
        "misc",
        "base",
    }
    found = [path for folder in (*OURS, "tests") for path in (ROOT / folder).rglob("*") if path.suffix in {"", ".py"}]
    assert not [
        name_of(path)
        for path in found
        if path.stem in shapeless or path.stem.endswith(("_service", "_utils", "_helpers"))
    ]


def test_the_tenant_is_said_once_at_the_edge_and_never_passed_down():
    takes = {}
    for path in modules("platform/mentorkorps", "workers"):
        for function in functions(path):
            arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            if any(argument.arg == "tenant_id" for argument in arguments):
                takes.setdefault(name_of(path), set()).add(function.name)
    assert takes == TAKES_A_TENANT


def test_only_an_edge_commits():
    assert {name_of(path) for path in modules() for name, _ in calls(path) if name.endswith(".commit")} == COMMITS


def test_only_the_clock_asks_the_clock():
    asking = re.compile(r"(datetime\.(now|utcnow|today)|date\.today|time\.(time|localtime|gmtime))$")
    asked = {name_of(path) for path in modules() for name, _ in calls(path) if asking.search(name)}
    assert asked == {"platform/mentorkorps/clock.py"}


def test_nothing_sleeps():
    assert not [
        name_of(path)
        for path in modules(*PRODUCT, "tests")
        for name, _ in calls(path)
        if name in {"sleep", "time.sleep"}
    ]


def test_no_kind_of_tenant_is_known_by_its_name():
    slugs = re.compile(r"\.slug\s*(==|!=|in\b)\s*[\"'(\[{]")
    assert not [name_of(path) for path in [*modules(), *templates()] if slugs.search(path.read_text(encoding="utf-8"))]


def test_state_is_read_from_facts_and_no_column_is_called_status():
    columns = [
        f"{name_of(path)}:{node.lineno}" for path in modules() for node in nodes(path)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        and node.target.id in {"status", "state"} and "Mapped" in ast.unparse(node.annotation)
    ]  # fmt: skip
    assert not columns


def test_every_public_function_of_the_domain_says_what_it_does():
    web = ROOT / "platform" / "mentorkorps" / "web"
    silent = []
    for path in modules():
        if web in path.parents:
            continue
        for function in tree(path).body:
            if (
                isinstance(function, ast.FunctionDef)
                and not function.name.startswith("_")
                and not ast.get_docstring(function)
            ):
                silent.append(f"{name_of(path)} {function.name}")
    assert not silent


def test_tests_do_not_replace_our_own_code():
    mocking = re.compile(r"\b(unittest\.mock|mocker|MagicMock)\b")
    others = [path for path in modules("tests") if path.name != "test_habits.py"]
    assert not [name_of(path) for path in others if mocking.search(path.read_text(encoding="utf-8"))]


def test_a_test_asks_for_three_fixtures_at_most():
    greedy = []
    for path in modules("tests"):
        for function in functions(path):
            given = {name for mark in function.decorator_list for name in _parameters(mark)}
            wanted = {argument.arg for argument in function.args.args} - given
            if function.name.startswith("test_") and len(wanted) > 3:
                greedy.append(f"{name_of(path)} {function.name}")
    assert not greedy


def test_nothing_is_left_for_later():
    # Written apart, so that this line is not found by itself.
    later = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X:")))
    everything = [*modules(*OURS, "tests", "migrations"), *templates()]
    assert not [name_of(path) for path in everything if later.search(path.read_text(encoding="utf-8"))]


def test_what_a_checker_is_told_to_overlook_has_its_reason():
    bare = re.compile(r"#\s*(type: ignore(\[[^]]*\])?|noqa(: [A-Z0-9, ]+)?)\s*$", re.MULTILINE)
    assert not [name_of(path) for path in modules() if bare.search(path.read_text(encoding="utf-8"))]


def _parameters(mark: ast.expr) -> list[str]:
    """The names that `@pytest.mark.parametrize` or hypothesis' `@given` fills in, which are no fixtures."""
    if not isinstance(mark, ast.Call):
        return []
    if ast.unparse(mark.func).endswith("parametrize"):
        names = ast.literal_eval(mark.args[0])
        return [part.strip() for part in names.split(",")] if isinstance(names, str) else list(names)
    return [keyword.arg for keyword in mark.keywords if keyword.arg]
