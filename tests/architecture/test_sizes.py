"""Sizes in lines that keep a module, a function or a template readable in one sitting."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import files, text

LONGEST = {
    "src/**/*.py": 400,
    "scripts/**/*": 400,
    "bench/**/*.py": 400,
    "src/**/templates/**/*": 150,
    "src/**/*.css": 250,
    "tests/**/*.py": 600,
}
LONGEST_FUNCTION = 50


@pytest.mark.parametrize("pattern", LONGEST)
def test_no_file_is_longer_than_its_kind_may_be(pattern):
    found = [path for path in files(pattern) if "migrations" not in path.parts]

    assert found, f"no file is like {pattern}: has the tree moved?"
    assert {str(path): size for path in found if (size := len(text(path).splitlines())) > LONGEST[pattern]} == {}


def test_no_function_is_longer_than_fifty_lines():
    found = [
        path for pattern in ("src/**/*.py", "scripts/*.py", "bench/*.py", "tests/**/*.py") for path in files(pattern)
    ]

    assert [long for path in found if "migrations" not in path.parts for long in long_functions(path)] == []


def test_a_function_of_51_lines_is_found():
    tree = ast.parse("def short():\n" + "    pass\n" * 49 + "def long():\n" + "    pass\n" * 50)

    assert list(too_long(tree)) == ["long"]


def long_functions(path: Path) -> list[str]:
    return [f"{path}: {name}" for name in too_long(ast.parse(text(path)))]


def too_long(tree: ast.Module) -> list[str]:
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]


def test_there_is_no_module_for_things_without_a_home():
    homeless = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}

    assert [str(path) for path in files("src/**/*.py") if path.name in homeless] == []
