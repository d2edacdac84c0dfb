"""Django's settings. Values that differ between installations come from ``environment``."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from jisr.config import environment
from jisr.config.identity import identity_providers

HERE = environment.read()
ROOT = Path(__file__).resolve().parents[1]
_env = environ.Env()

DEBUG = False
SECRET_KEY = HERE.secret_key
ALLOWED_HOSTS = HERE.allowed_hosts
BASE_URL = HERE.base_url
ROOT_URLCONF = "jisr.config.urls"
WSGI_APPLICATION = "jisr.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
APPEND_SLASH = True

INSTALLED_APPS = [
    "modeltranslation",  # first: the forms of rooms name columns in three languages when the rooms get ready
    "jisr.config",
    "jisr.opendata",
    "jisr.workspace",
    "jisr.content",
    "jisr.advice",
    "jisr.events",
    "jisr.matching",
    "jisr.partnerships",
    "jisr.municipalities",
    "jisr.search",
    "jisr.exports",
    "jisr.documents",
    "jisr.notifications",
    "jisr.audit",
    "jisr.accounts",
    "jisr.web",
    "jisr.kernel",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jisr.web.middleware.ContentSecurityPolicyMiddleware",
    "jisr.web.middleware.PublicPageMiddleware",
    "jisr.web.middleware.NotAllowedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "jisr.accounts.middleware.PersonalPageMiddleware",
    "jisr.accounts.middleware.SignedOutMiddleware",
    "jisr.accounts.middleware.SecondFactorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jisr.web.context.page",
            ],
            "builtins": ["jisr.web.templatetags.jisr"],
        },
    }
]

# Database: one ORM, SQLite for a trial, PostgreSQL in service; both tested.
DATABASES = {"default": _env.db_url_config(HERE.database_url)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": _env.cache_url_config(HERE.cache_url)}
if "locmem" in CACHES["default"]["BACKEND"]:
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 2000}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Mail
vars().update(_env.email_url_config(HERE.email_url))
DEFAULT_FROM_EMAIL = "jisr@localhost" if not HERE.is_production else f"noreply@{HERE.allowed_hosts[0]}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Languages
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Berlin"
FORMAT_MODULE_PATH = ["jisr.config.formats"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("de", "en", "ar")
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "de", "ar")

# Files
STATIC_URL = "/static/"
STATIC_ROOT = HERE.var_dir / "static"
STATICFILES_FINDERS = [
    "jisr.web.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(HERE.storage_url.removeprefix("file://"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # No address leads here: files are handed out by views that ask the policy first.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HERE.var_dir / "private", "base_url": None, "file_permissions_mode": 0o600},
    },
    # Beside the folder that a proxy may serve, never below it.
    "documents": {
        "BACKEND": "jisr.documents.storage.PrivateStorage",
        "OPTIONS": {"location": MEDIA_ROOT.with_name(f"{MEDIA_ROOT.name}-private"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "jisr.config.static.StaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
MAX_UPLOAD_BYTES = HERE.max_upload_mb * 1_000_000
CLAMD_URL = HERE.clamd_url
TRAVEL_KEYS = HERE.travel_keys  # none: a trial makes one, see jisr.events.travel.sealing

# Exports
EXPORTS_ROWS_AT_ONCE = 5_000  # longer lists are written by the worker
EXPORTS_KEPT_DAYS = 7

# Sign-in
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "jisr.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNTS_OPEN = HERE.accounts_open
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "jisr.accounts.forms.Introduction"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Jisr: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Counted in the cache, so that all processes that share one count together. A proxy stands in front in production.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "10/m/ip",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HERE.is_production else 0
# The operator's own identity provider; without an issuer there is none.
OIDC_ISSUER = HERE.oidc_issuer
SOCIALACCOUNT_ADAPTER = "jisr.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # an address that this provider has confirmed is believed
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # the strict policy lets no form lead to another host
SOCIALACCOUNT_PROVIDERS = identity_providers(HERE)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Jisr"
MFA_TOTP_TOLERANCE = 1  # half a minute either way, since the clocks of phones drift
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HERE.is_production
LOGIN_URL = "account_login"
SIGNED_IN_PATH = "/workspace/"  # below the person's own language
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "/"

# Safety
SECURE_HSTS_SECONDS = 31_536_000 if HERE.is_production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HERE.is_production
SECURE_HSTS_PRELOAD = HERE.is_production
SECURE_SSL_REDIRECT = HERE.is_production
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HERE.is_production else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HERE.is_production
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_FAILURE_VIEW = "jisr.web.views.errors.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the page preview in the editors' desk needs it; CSP says the same

# Content
WAGTAIL_SITE_NAME = "Jisr"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation shows when its editor publishes it
WAGTAILADMIN_BASE_URL = HERE.base_url
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English"), ("ar", "العربية")]
WAGTAIL_USER_TIME_ZONES = ["Europe/Berlin", "Asia/Hebron", "Asia/Gaza", "UTC"]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "csv", "txt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "trouble": {"class": "logging.StreamHandler", "formatter": "plain", "level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "jisr": {"level": "INFO"},
        # The worker tells of the start and end of each task; only what went wrong is worth a line.
        "django_tasks": {"handlers": ["trouble"], "propagate": False},
        "django_tasks_db": {"handlers": ["trouble"], "propagate": False},
    },
}
