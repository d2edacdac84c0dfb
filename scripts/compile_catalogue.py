"""Compile one message catalogue without gettext: ``compile_catalogue.py FROM.po TO.mo``."""

import sys
from pathlib import Path

from jisr.config.catalogues import compile_catalogue

compile_catalogue(Path(sys.argv[1]), Path(sys.argv[2]))
