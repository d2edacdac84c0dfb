"""``python -m jisr`` is the console script ``jisr``."""

from jisr.config.cli import main

main()
