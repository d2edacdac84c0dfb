"""The pages of the programme, loaded once per module, and a small set of texts for tests that change them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from jisr.content.programme import load_content

Write = Callable[..., Path]

HOME = """---
title: {title}
description: What it is.
lead: A lead.
way1_title: One
way1_text: The first way
way2_title: Two
way2_text: The second way
way3_title: Three
way3_text: The third way
---
"""
PAGE = "---\ntitle: {title}\ndescription: What it is.\nlead: A lead.\n{more}---\n"


def ensure_root() -> None:
    """Tests that empty the database take Wagtail's root page with them."""
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All texts of the programme, for tests that read. Gone at the end of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        ensure_root()
        load_content()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    """Home and one more page in three languages; ``write`` adds to it."""
    ensure_root()
    for language, word in (("de", "Hallo"), ("en", "Hello"), ("ar", "مرحبا")):
        write(
            tmp_path, "home", language, HOME.format(title=f"{word}") + f"{word} [x](page:faq) und [y](path:events/).\n"
        )
        write(tmp_path, "faq", language, PAGE.format(title=f"{word}?", more="kind: faq\n") + f"## {word}?\n\n{word}!\n")
    return tmp_path


def write(folder: Path, key: str, language: str, text: str) -> Path:
    path = folder / f"{key}.{language}.md"
    path.write_text(text, encoding="utf-8")
    return path
