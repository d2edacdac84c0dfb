"""Documents that must agree with the code."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

import jisr
from jisr.config.environment import MEANING
from tests.architecture.tree import ROOT, files, text


def test_the_operations_page_explains_exactly_the_variables_that_are_read():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|$", text(Path("docs/operations.md")), re.MULTILINE)

    assert dict(rows) == MEANING


def test_every_command_that_the_operations_page_names_exists():
    named = set(re.findall(r"(?:`|bin/|^)jisr ([a-z_]+)", text(Path("docs/operations.md")), re.MULTILINE))

    assert named - set(get_commands()) == set()
    assert {"prepare", "serve", "db_worker"} <= named


def test_every_decision_is_linked_from_the_list_of_decisions():
    written = {path.name for path in files("docs/decisions/*.md")} - {"README.md"}
    linked = set(re.findall(r"\]\(([^)#/]+\.md)\)", text(Path("docs/decisions/README.md"))))

    assert written
    assert linked == written


@pytest.mark.parametrize("path", files("docs/decisions/[0-9]*.md"), ids=lambda path: path.stem)
def test_a_decision_says_what_was_decided_and_why(path):
    assert re.match(r"# \S", text(path))
    assert len(text(path).split()) >= 40


def test_the_change_log_tells_of_the_present_version():
    assert re.search(rf"^## \[?{re.escape(jisr.__version__)}\b", text(Path("CHANGELOG.md")), re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/operations.md"])
def test_links_inside_the_documents_lead_somewhere(page):
    folder = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text(Path(page)))

    assert [link for link in links if not (folder / link).exists()] == []


def test_the_readme_names_the_two_commands():
    assert {"make run", "make test"} <= set(re.findall(r"make \w+", text(Path("README.md"))))


def test_every_target_of_the_makefile_is_explained():
    makefile = text(Path("Makefile"))
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())

    assert set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE)) == phony
