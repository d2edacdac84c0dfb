"""Every environment variable that Jisr reads, with its meaning and its default.

``docs/operations.md`` repeats this table for people who run the service; a test keeps the two equal.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

import environ
from django.core.exceptions import ImproperlyConfigured

Mode = Literal["dev", "test", "prod"]

PROJECT = Path(__file__).resolve().parents[3]
SHORTEST_SECRET = 50
SHORTEST_TRAVEL_KEY = 40
DEV_SECRET = "not-secret-for-development-only"  # noqa: S105 - refused in production below


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The values after checking. Names are those of the variables, in lower case."""

    jisr_env: Mode
    secret_key: str
    allowed_hosts: list[str]
    base_url: str
    port: int
    var_dir: Path
    database_url: str
    cache_url: str
    email_url: str
    storage_url: str
    max_upload_mb: int = 20
    clamd_url: str = ""
    accounts_open: bool = True
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    travel_keys: tuple[str, ...] = ()

    @property
    def is_production(self) -> bool:
        return self.jisr_env == "prod"


MEANING = {
    "JISR_ENV": "`dev` (default), `test` or `prod`; `prod` refuses unsafe values.",
    "SECRET_KEY": "Signs sessions and links. Required in `prod`, at least 50 characters.",
    "TRAVEL_KEY": "Seals passports and other personal travel data. Required in `prod`, at least 40 characters and not "
    "`SECRET_KEY`; `dev` makes one in `VAR_DIR/travel.key`. Several, separated by commas: the first one seals, all "
    "open.",
    "ALLOWED_HOSTS": "Host names that are served, separated by commas. Required in `prod`.",
    "BASE_URL": "Address under which people reach the site, such as `https://jisr.example`. "
    "Required in `prod`, where it must begin with `https://`.",
    "PORT": "Where `jisr serve` listens on this machine; default 8000.",
    "VAR_DIR": "Folder for what the service writes: database of a trial, collected static files, uploads. "
    "Default `var/`.",
    "DATABASE_URL": "`postgres://...` in service; default a SQLite file in `VAR_DIR`.",
    "CACHE_URL": "Cache shared by all processes, such as `rediscache://...`; default a cache in each process.",
    "EMAIL_URL": "Mail server, such as `smtp+tls://...`; default writes mails to the console.",
    "STORAGE_URL": "Where uploads lie: `file:///folder`; default `VAR_DIR/media`. Private documents lie beside it, "
    "in `folder-private`, which no web server may serve.",
    "MAX_UPLOAD_MB": "Largest document that people may upload, in millions of bytes; default 20. The proxy must "
    "let a little more through.",
    "CLAMD_URL": "Virus scanner that uploads are shown to: `tcp://host:3310` or `unix:///socket`. Default none: "
    "uploads are checked for their kind and for active content, but not for viruses.",
    "ACCOUNTS_OPEN": "Whether people may sign up by themselves: `true` (default) or `false`, by invitation only.",
    "OIDC_ISSUER": "Address of your OpenID Connect provider, such as `https://login.example/city`; default none.",
    "OIDC_CLIENT_ID": "Name under which that provider knows this service. Required with `OIDC_ISSUER`.",
    "OIDC_CLIENT_SECRET": "The secret that belongs to it. Required with `OIDC_ISSUER`.",
}


def read(variables: environ.Env | None = None) -> Environment:
    """Read and check the process environment.

    Raises ``ImproperlyConfigured`` with the name of the first unsafe or missing value.
    """
    env = variables or environ.Env()
    mode = env.str("JISR_ENV", default="dev")
    if mode not in get_args(Mode):
        raise ImproperlyConfigured(f"JISR_ENV must be one of {', '.join(get_args(Mode))}, not {mode!r}.")
    port = env.int("PORT", default=8000)
    var_dir = Path(env.str("VAR_DIR", default=str(PROJECT / "var"))).resolve()
    values = Environment(
        jisr_env=cast("Mode", mode),
        secret_key=env.str("SECRET_KEY", default="" if mode == "prod" else DEV_SECRET),
        allowed_hosts=env.list("ALLOWED_HOSTS", default=[] if mode == "prod" else ["127.0.0.1", "localhost", "[::1]"]),
        base_url=env.str("BASE_URL", default="" if mode == "prod" else f"http://127.0.0.1:{port}").rstrip("/"),
        port=port,
        var_dir=var_dir,
        database_url=env.str("DATABASE_URL", default=f"sqlite:///{var_dir / 'jisr.sqlite3'}"),
        cache_url=env.str("CACHE_URL", default="locmemcache://"),
        email_url=env.str("EMAIL_URL", default="consolemail://"),
        storage_url=env.str("STORAGE_URL", default=f"file://{var_dir / 'media'}"),
        max_upload_mb=env.int("MAX_UPLOAD_MB", default=20),
        clamd_url=env.str("CLAMD_URL", default=""),
        accounts_open=env.bool("ACCOUNTS_OPEN", default=True),
        oidc_issuer=env.str("OIDC_ISSUER", default="").rstrip("/"),
        oidc_client_id=env.str("OIDC_CLIENT_ID", default=""),
        oidc_client_secret=env.str("OIDC_CLIENT_SECRET", default=""),
        travel_keys=tuple(key.strip() for key in env.str("TRAVEL_KEY", default="").split(",") if key.strip()),
    )
    if not values.storage_url.startswith("file:///"):
        raise ImproperlyConfigured("STORAGE_URL must be a folder written as file:///folder.")
    if values.max_upload_mb < 1:
        raise ImproperlyConfigured("MAX_UPLOAD_MB must be at least 1.")
    if values.clamd_url and not values.clamd_url.startswith(("tcp://", "unix:///")):
        raise ImproperlyConfigured("CLAMD_URL must be written as tcp://host:port or unix:///socket.")
    if values.oidc_issuer and not (values.oidc_client_id and values.oidc_client_secret):
        raise ImproperlyConfigured("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.")
    if values.is_production:
        _refuse_unsafe(values)
    return values


def _refuse_unsafe(values: Environment) -> None:
    if len(values.secret_key) < SHORTEST_SECRET or values.secret_key == DEV_SECRET:
        raise ImproperlyConfigured(f"SECRET_KEY needs at least {SHORTEST_SECRET} characters in production.")
    if not values.travel_keys or min(len(key) for key in values.travel_keys) < SHORTEST_TRAVEL_KEY:
        raise ImproperlyConfigured(f"TRAVEL_KEY needs at least {SHORTEST_TRAVEL_KEY} characters in production.")
    if values.secret_key in values.travel_keys:
        raise ImproperlyConfigured("TRAVEL_KEY must be another one than SECRET_KEY.")
    if not values.allowed_hosts or "*" in values.allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts in production.")
    if not values.base_url.startswith("https://"):
        raise ImproperlyConfigured("BASE_URL must begin with https:// in production.")
    if values.database_url.startswith("sqlite"):
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database in production.")
    if values.oidc_issuer and not values.oidc_issuer.startswith("https://"):
        raise ImproperlyConfigured("OIDC_ISSUER must begin with https:// in production.")
    if values.email_url.startswith("consolemail"):
        raise ImproperlyConfigured("EMAIL_URL must name a mail server in production.")
