"""The product's settings for a test run: nothing of the developer's own data or environment is touched."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_RUN = "JISR_TEST_RUN"
if _RUN not in os.environ:
    os.environ[_RUN] = tempfile.mkdtemp(prefix="jisr-test-")
    atexit.register(shutil.rmtree, os.environ[_RUN], ignore_errors=True)
_own = Path(os.environ[_RUN], os.environ.get("PYTEST_XDIST_WORKER", "main"))
_own.mkdir(exist_ok=True)
_own.joinpath("static").mkdir(exist_ok=True)

for _name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "STORAGE_URL", "EMAIL_URL", "PORT"):
    os.environ.pop(_name, None)
os.environ["JISR_ENV"] = "test"
os.environ["VAR_DIR"] = str(_own)
# A test that rolls back must not leave its pages in the cache: the fixture ``page_cache`` switches a real one on.
os.environ["CACHE_URL"] = "dummycache://"

from jisr.config.settings import *  # noqa: E402, F403 - the environment comes first

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405 - nothing of it is kept
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "documents": STORAGES["documents"],  # noqa: F405 - a real disk, in the run's own folder
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
