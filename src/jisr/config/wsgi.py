"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import URLResolver, get_resolver

from jisr.config.lazy_urls import LazyResolver, wait_for_readers
from jisr.matching import encoder


def load_views(resolver: URLResolver) -> None:
    """Import what answers, so that no first reader waits for it and the processes share it."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver) and not isinstance(pattern, LazyResolver):
            load_views(pattern)


gc.disable()  # nothing of what is loaded here is garbage
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.config.settings")
wait_for_readers()
application = get_wsgi_application()
load_views(get_resolver())
encoder.shut()  # it belongs to the worker

# What is loaded by now stays until the end. Looking through it for garbage again and again would halt the readers for
# a tenth of a second at a time, and make each process copy the memory that it shares with the others.
gc.collect()
gc.freeze()
gc.enable()
