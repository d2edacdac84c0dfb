"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from jisr.matching import encoder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jisr.config.settings")
application = get_wsgi_application()
encoder.shut()  # it belongs to the worker

# What is loaded by now stays until the end. Looking through it for garbage again and again would halt the readers for
# a tenth of a second at a time, and make each process copy the memory that it shares with the others.
gc.collect()
gc.freeze()
