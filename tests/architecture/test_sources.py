"""What the sources may not hold, and what they must agree on."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.tree import ROOT, files, text, tracked

TEXTS = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".in", ".sh", ".csv", ".po", ".svg", ""}
# Written in parts, so that this file does not hold what it looks for.
MACHINE = [
    re.compile(pattern)
    for pattern in (
        r"(?<![\w.])/(?:" + r"root|work|home/\w+|Users/\w+|opt)/",
        "pypi" + r"\.org",
        "files" + r"\.pythonhosted",
        "registry" + r"\.npmjs",
        "deb" + r"\.debian\.org",
        r"--(?:extra-)?" + r"index-url\s+http",
    )
]
PUBLIC_ROOMS = ("municipalities", "partnerships", "events", "content")


def machine_traces(source: str) -> list[str]:
    return [match.group(0) for pattern in MACHINE for match in pattern.finditer(source)]


def test_no_file_names_a_folder_of_somebodys_machine_or_a_package_registry():
    found = [path for path in tracked() if path.suffix in TEXTS]

    assert {str(path): wrong for path in found if (wrong := machine_traces(text(path)))} == {}


@pytest.mark.parametrize("trace", ["/ho" + "me/anna/jisr", "see /ro" + "ot/x", "https://py" + "pi.org/simple"])
def test_a_trace_of_a_machine_is_found(trace):
    assert len(machine_traces(trace)) == 1


def test_every_model_of_a_public_room_says_its_name_in_words():
    nameless = [
        model._meta.label
        for room in PUBLIC_ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model._meta.auto_created
        and (isinstance(model._meta.verbose_name, str) or isinstance(model._meta.verbose_name_plural, str))
    ]

    assert nameless == []  # a name that is marked for translation is lazy, no plain text


def locks_against_keys(source: str) -> list[int]:
    """Lines of locks that would hold up the checks of foreign keys."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and "no_key" not in {keyword.arg for keyword in node.keywords}
    ]


def test_a_lock_lets_foreign_keys_be_checked():
    found = {str(path): lines for path in files("src/**/*.py") if (lines := locks_against_keys(text(path)))}

    assert found == {}, "Say no_key=True; see docs/decisions/0031-locks-and-foreign-keys.md."
    assert locks_against_keys("rows.select_for_update()") == [1]


def test_no_view_writes():
    found = [path for path in files("src/**/*.py") if "views" in path.parts or path.name == "views.py"]

    assert found
    assert {str(path): calls for path in found if (calls := writing_calls(text(path)))} == {}


def test_a_view_that_saves_is_found():
    assert writing_calls("def view(request):\n    form.save()\n    Thing.objects.create()\n") == ["save", "create"]


def writing_calls(source: str) -> list[str]:
    """Calls of methods that write to the database."""
    writing = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"}
    return [
        node.func.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writing
    ]


@pytest.mark.parametrize("name", ["base", "build", "dev"])
def test_requirements_are_pinned_and_hashed_and_name_no_address(name):
    compiled = text(Path(f"requirements/{name}.txt"))
    pins = re.findall(r"^[a-z0-9][^\s=]*==\S+", compiled, re.MULTILINE)
    blocks = re.split(r"^(?=[a-z0-9])", compiled, flags=re.MULTILINE)[1:]

    assert pins
    assert len(blocks) == len(pins)
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://\S+|--find-links|--index-url|file:", compiled) == []


@pytest.mark.parametrize("name", ["base", "build", "dev"])
def test_every_wanted_requirement_is_in_the_compiled_file(name):
    wanted = re.findall(r"^([A-Za-z0-9][A-Za-z0-9-]*)", text(Path(f"requirements/{name}.in")), re.MULTILINE)
    compiled = text(Path(f"requirements/{name}.txt"))

    assert wanted
    assert [one for one in wanted if not re.search(rf"^{one}==", compiled, re.MULTILINE)] == []


def test_no_source_is_empty_of_the_room_it_names():
    rooms = {path.parts[2] for path in files("src/jisr/*/__init__.py")}

    assert rooms == {path.name for path in (ROOT / "src/jisr").iterdir() if path.joinpath("__init__.py").exists()}


def test_types_are_checked_strictly_wherever_rules_and_changes_live():
    checked = tomllib.loads(text(Path("pyproject.toml")))["tool"]["mypy"]["files"]
    wanted = [*files("src/jisr/*/policies.py"), *files("src/jisr/*/services.py")]

    assert wanted
    assert "src/jisr/kernel" in checked
    assert [str(path) for path in wanted if not any(path.match(entry) for entry in checked)] == []
