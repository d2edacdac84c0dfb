"""Limits are counted together by all processes that share a cache."""

import os
import subprocess
import sys

import pytest

ASK = """
import django
django.setup()
from allauth.core import ratelimit
from django.test import RequestFactory
request = RequestFactory().post("/")
print(sum(bool(ratelimit.consume(request, action="reset_password", key="rania@example.org")) for _time in range(2)))
"""


def test_processes_with_one_cache_count_together(tmp_path):
    own = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "jisr.config.settings",
        "CACHE_URL": f"filecache://{tmp_path / 'cache'}",
        "VAR_DIR": str(tmp_path),
    }
    allowed = [
        int(subprocess.run([sys.executable, "-c", ASK], env=own, check=True, capture_output=True, text=True).stdout)
        for _process in range(2)
    ]

    assert allowed == [2, 1]


@pytest.mark.django_db
@pytest.mark.usefixtures("page_cache")
def test_whoever_must_wait_is_told_so_in_the_house_style(client):
    typed = {"email": "rania@example.org"}
    answers = [client.post("/de/accounts/password/reset/", typed) for _time in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert '<html lang="de" dir="ltr">' in answers[-1].content.decode()
