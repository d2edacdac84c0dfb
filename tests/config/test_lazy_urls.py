"""The editors' desk costs a web process nothing until somebody asks for it, and then works whole."""

import subprocess
import sys
import textwrap

import pytest
from django.urls import Resolver404, reverse

from jisr.config import lazy_urls
from jisr.config.lazy_urls import LazyResolver


def test_commands_and_the_worker_know_the_names_at_once():
    assert reverse("wagtailadmin_home") == "/cms/"


def test_a_web_process_loads_the_desk_for_its_first_reader():
    program = """
        import sys
        import jisr.config.wsgi
        from django.urls import NoReverseMatch, resolve, reverse

        def is_known():
            try:
                return reverse("wagtailadmin_home") == "/cms/"
            except NoReverseMatch:
                return False

        resolve("/de/partnerships/")
        told = [is_known(), "wagtail.admin.urls" in sys.modules]
        match = resolve("/cms/")
        told += [match.url_name, is_known(), reverse("entry")]
        print(told)
    """

    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60, check=True
    )

    assert told.stdout == "[False, False, 'wagtailadmin_home', True, '/']\n"


def test_another_address_loads_nothing(monkeypatch):
    monkeypatch.setattr(lazy_urls, "_waiting", True)
    resolver = LazyResolver("desk/", "jisr.opendata.urls")

    with pytest.raises(Resolver404):
        resolver.resolve("elsewhere/")
    assert not resolver.is_loaded
    assert list(resolver.reverse_dict) == []

    with pytest.raises(Resolver404):
        resolver.resolve("desk/nowhere/")
    assert resolver.is_loaded
    assert list(resolver.reverse_dict) != []
