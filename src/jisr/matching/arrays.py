"""numpy, for the modules of this room that the worker and the commands use; never imported by a web process.

One thread: our matrices are small, and threads that wait for each other on busy processors made one text take 164 ms
instead of 10. The variable works only before numpy is loaded for the first time.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

__all__ = ["np"]
