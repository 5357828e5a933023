"""All settings, in one file, read from the environment. `.env.example` names every variable.

Nothing is needed to run: without variables the embedded PostgreSQL and Valkey in `var/` are used,
and the secret key is made once per clone.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from launch import embedded
from launch.secret import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("TRACKER_VAR") or BASE_DIR / "var").resolve()


def _flag(name: str, default: bool) -> bool:
    """A yes/no variable; anything else is an error that names the variable."""
    raw = os.environ.get(name, "").strip().lower()
    if raw == "":
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}: write 1 or 0.")


def _list(name: str, default: list[str]) -> list[str]:
    raw = os.environ.get(name, "")
    return [part.strip() for part in raw.split(",") if part.strip()] or default


def _number(name: str, default: int, most: int) -> int:
    """A whole number from 0 on; anything else is an error that names the variable."""
    raw = os.environ.get(name, "").strip()
    if raw == "":
        return default
    if not (raw.isascii() and raw.isdigit()) or int(raw) > most:
        raise ImproperlyConfigured(f"{name} is {raw!r}: write a number from 0 to {most}.")
    return int(raw)


def _level(name: str, default: str) -> str:
    raw = os.environ.get(name, "").strip().upper() or default
    if raw not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise ImproperlyConfigured(
            f"{name} is {raw!r}: write DEBUG, INFO, WARNING, ERROR or CRITICAL."
        )
    return raw


def _addresses(name: str, addresses: list[str]) -> list[str]:
    """Addresses of sites, which begin with http:// or https://; else an error."""
    for address in addresses:
        if not address.startswith(("http://", "https://")):
            raise ImproperlyConfigured(
                f"{name} holds {address!r}: write it with https://, as in https://tracker.example."
            )
    return addresses


DEBUG = _flag("DEBUG", False)
SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key(VAR)
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = _addresses("CSRF_TRUSTED_ORIGINS", _list("CSRF_TRUSTED_ORIGINS", []))
HTTPS = _flag("HTTPS", False)
# How many proxies add to X-Forwarded-For: the limits per client count by what they saw.
ALLAUTH_TRUSTED_PROXY_COUNT = _number("TRUSTED_PROXIES", int(HTTPS), 100)
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")
_addresses("SITE_URL", [SITE_URL] if SITE_URL else [])
if HTTPS and not SITE_URL and ALLOWED_HOSTS[0] == "*":
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is *, so links in messages would lead nowhere: write SITE_URL too, "
        "as in https://tracker.example."
    )

# Which login this process uses: web (row-level security applies), jobs (reads across tenants,
# writes only what jobs write), owner (migrations and the operator's own commands).
PROCESS = os.environ.get("TRACKER_PROCESS", "owner")
if PROCESS not in {"web", "jobs", "owner"}:
    raise ImproperlyConfigured(f"TRACKER_PROCESS is {PROCESS!r}: write web, jobs or owner.")


def _database() -> dict[str, Any]:
    """The database this process connects to, with the login that fits the process."""
    url = os.environ.get("DATABASE_URL")
    own = {"owner": "DATABASE_OWNER_URL", "jobs": "DATABASE_JOBS_URL"}.get(PROCESS)
    separate = os.environ.get(own) if own else None
    if separate or url:
        try:
            config: dict[str, Any] = {**dj_database_url.parse(separate or url or "")}
        except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as e:
            raise ImproperlyConfigured(
                f"{own if separate else 'DATABASE_URL'} cannot be read ({e}). "
                "Write postgres://user:password@host:5432/database."
            ) from None
        if config["ENGINE"] != "django.db.backends.postgresql":
            raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL 15 to 18 server.")
    else:
        embedded.shut_out_callers_database()
        config = {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "tracker",
            "USER": {"web": "tracker_app", "jobs": "tracker_jobs"}.get(PROCESS, "tracker_owner"),
            "HOST": str(embedded.socket_folder(VAR)),
        }
    options = dict(config.get("OPTIONS") or {})
    options.setdefault("connect_timeout", 10)
    if PROCESS == "jobs":
        # With one login for everything, the role still narrows what a job may write.
        options["options"] = f"{options.get('options', '')} -c role=tracker_jobs".strip()
    config.update(
        OPTIONS=options,
        CONN_MAX_AGE=60,
        CONN_HEALTH_CHECKS=True,
        ATOMIC_REQUESTS=True,
        TEST={"NAME": os.environ.get("TEST_DATABASE_NAME")},
    )
    return config


DATABASES = {"default": _database()}
BACKUP_BEFORE_UPGRADE = _flag("BACKUP_BEFORE_UPGRADE", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_VALKEY = embedded.valkey_socket(VAR)
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or embedded.broker_url(_VALKEY)
CACHE_URL = os.environ.get("CACHE_URL") or embedded.cache_url(_VALKEY)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "osat",
    }
}

INSTALLED_APPS = [
    "obligations.apps.ObligationsConfig",
    "tracker.apps.TrackerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "django_filters",
    "django_htmx",
    "bootstrap",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "tracker.health.HealthMiddleware",  # First: see there.
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # With its random padding, against BREACH.
    "csp.middleware.CSPMiddleware",
    "tracker.middleware.ReadableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.middleware.TenancyMiddleware",
    "tracker.middleware.PrivacyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tracker.middleware.HistoryMiddleware",
    "obligations.views.posts.PostMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# People -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "obligations.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "tracker.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = None
OPEN_SIGN_UP = _flag("OPEN_SIGN_UP", False)
_FORMS = "tracker.account_forms."
ACCOUNT_FORMS = {
    "login": f"{_FORMS}Login",
    "signup": f"{_FORMS}SignUp",
    "add_email": f"{_FORMS}AddAddress",
    "change_password": f"{_FORMS}ChangePassword",
    "set_password": f"{_FORMS}SetPassword",
    "reset_password": f"{_FORMS}AskForPassword",
    "reset_password_from_key": f"{_FORMS}ChoosePassword",
    "reauthenticate": f"{_FORMS}SayItIsYou",
}
MFA_ADAPTER = "tracker.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": f"{_FORMS}GiveCode",
    "reauthenticate": f"{_FORMS}GiveCodeAgain",
    "activate_totp": f"{_FORMS}SwitchOn",
}
MFA_TOTP_ISSUER = "Online Safety Act tracker"

# Security ---------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SILENCED_SYSTEM_CHECKS = [  # of `check --deploy`: what only the owner of the domain can promise
    "security.W005",  # that every other host of the domain speaks HTTPS too
    "security.W021",  # that browsers may carry this in a list from which nobody is soon taken off
]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# One bound for all bodies, files included (tracker.middleware.ReadableMiddleware).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = VAR / "media"

# Mail: readable files in var/mail until a server is named ----------------------------------------
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_PORT = _number("EMAIL_PORT", 587, 65_535)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = _number("EMAIL_TIMEOUT", 10, 300)
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS", True)
DEFAULT_FROM_EMAIL = os.environ.get(
    "DEFAULT_FROM_EMAIL", "Online Safety Act tracker <tracker@localhost>"
)

# Words and time ---------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMS_URLFIELD_ASSUME_HTTPS = True

# Jobs -------------------------------------------------------------------------------------------
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Above the hard limit, so that work under way is never handed out twice; the sweeper is sooner.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 900} if CELERY_BROKER_URL.startswith("redis") else {}
)

# Logs: one JSON object a line in production, words in debug ---------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "words": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "words" if DEBUG else "json"}
    },
    "root": {"handlers": ["stderr"], "level": _level("LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"handlers": ["stderr"], "propagate": False}},
}
