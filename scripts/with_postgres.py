"""Run a command on a temporary PostgreSQL: ``python -m scripts.with_postgres COMMAND ...``."""

import os
import subprocess
import sys

from scripts.postgres import temporary_server


def main() -> int:
    with temporary_server() as address:
        environment = {**os.environ, "DATABASE_URL": address}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
