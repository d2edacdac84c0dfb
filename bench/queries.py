"""How many queries each page costs, as JSON. Runs in a process of its own, on the database of ``DATABASE_URL``."""

import json
import os
import sys

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

OK = 200


def count(path: str) -> int:
    """Queries of the second visit, when the process is warm. The page itself is not kept: ``CACHE_URL=dummycache://``."""
    client = Client(headers={"host": "127.0.0.1"})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    if answer.status_code != OK:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    return len(captured)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.config.settings")
    django.setup()
    print(json.dumps({path: count(path) for path in sys.argv[1:]}))
