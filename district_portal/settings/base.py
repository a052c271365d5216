"""What every installation shares. All that differs comes from the environment (.env.example)."""

import os
import ssl
from pathlib import Path

from csp.constants import NONE, SELF

from district_portal.settings import clock, concern_keys, elsewhere, mail_server
from district_portal.settings.environment import BASE_DIR, VAR_DIR, env
from district_portal.settings.signing_in import *

DEMO = env.bool("DEMO", default=False)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PORTAL_ADDRESS = env("PORTAL_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])

INSTALLED_APPS = [
    "district_portal",
    "district_portal.embedded",
    "district_portal.district",
    "district_portal.schooldays",
    "district_portal.audit",
    "district_portal.mailing",
    "district_portal.jobs",
    "district_portal.ui",
    "accounts",
    "accounts.roster",
    "district_portal.records",
    "policies",
    "policies.acknowledgments",
    "policies.questions",
    "approvals",
    "approvals.registry",
    "approvals.impostors",
    "approvals.confirming",
    "approvals.speaking",
    "approvals.exemptions",
    "approvals.relationships",
    "approvals.claiming",
    "approvals.concerns",
    "district_portal.home",
    "district_portal.help",
    "district_portal.reminders",
    "district_portal.reports",
    "district_portal.api",
    "district_portal.setup",
    "district_portal.trail",
    "district_portal.operations",
    "district_portal.privacy",
    "district_portal.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_htmx",
    "pgtrigger",
]

MIDDLEWARE = [
    "district_portal.ui.fencing.FencingMiddleware",
    "district_portal.operations.probes.ProbesMiddleware",
    "district_portal.ui.headroom.HeadroomMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.speaking.GuestsLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.speaking.OwnLanguageMiddleware",
    "district_portal.district.middleware.DistrictMiddleware",
    "district_portal.setup.middleware.FirstRunMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.LastSeenMiddleware",
    "district_portal.ui.keeping_private.KeepingPrivateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "district_portal.ui.lapsing.LapsedSignInMiddleware",
]

ROOT_URLCONF = "district_portal.urls"
WSGI_APPLICATION = "district_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "district_portal.district.context.district",
                "accounts.context.sign_in_offers",
                "district_portal.help.context.help_address",
                "district_portal.demo.context.demo_signins",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://portal@127.0.0.1/portal")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASE_OWNER = env.db_url("DATABASE_OWNER_URL", default="postgres://@/")
DATABASE_DISPOSAL = env.db_url("DATABASE_DISPOSAL_URL", default="postgres://@/")
DATABASE_PORTAL_ROLE = env("DATABASE_PORTAL_ROLE", default="portal")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "district_portal.steady_cache.SteadyCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 5},
    }
}

CELERY_BROKER_URL = (
    REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
if REDIS_URL.startswith("rediss://"):  # else Celery would speak TLS with anybody
    CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": ssl.CERT_REQUIRED}
# Nobody waits for a broker that is away: what it would wake is found by the clock.
CELERY_BROKER_TRANSPORT_OPTIONS = {"max_retries": 0, "socket_connect_timeout": 2}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = env("BEAT_FILE", default=str(VAR_DIR / "beat"))
CELERY_BEAT_SCHEDULE = clock.SCHEDULE

# Real SMTP everywhere; the demo's EMAIL_URL leads to a sink on this machine.
EMAIL = mail_server.read(env("EMAIL_URL", default="smtp://127.0.0.1:25"))
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 30
MAIL_LEASE_SECONDS = env.float("MAIL_LEASE_SECONDS", default=6.0 * EMAIL_TIMEOUT)
MAIL_BACK_OFF_SECONDS = env.float("MAIL_BACK_OFF_SECONDS", default=60.0)
# Where the newest seal of the audit trail is noted each day; nowhere if empty.
SEALS_FILE = env("SEALS_FILE", default=str(VAR_DIR / "seals.txt"))
OUTBOX_DIR = VAR_DIR / "outbox"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="policy-portal@localhost")

CONCERN_KEYS = concern_keys.read(os.environ)

METRICS_TOKEN = env("METRICS_TOKEN", default="")

# Where HR puts the sheet of staff each night: a folder, a file, or an https:// address.
ROSTER_SOURCE = env("ROSTER_SOURCE", default="")
ROSTER_TOKEN = env("ROSTER_TOKEN", default="")

# Where a backup is made each night (docs/operating/backup.md); left out, none is made by itself.
BACKUP_DIR = env("BACKUP_DIR", default="")
BACKUP_HOUR = env.int("BACKUP_HOUR", default=1)
BACKUP_KEEP = env.int("BACKUP_KEEP", default=14)
BACKUP_RECIPIENT = env("BACKUP_RECIPIENT", default="")

LANGUAGE_CODE = "en"
# Pages and mails; the catalog of each other than LANGUAGE_CODE is whole, a test says so.
LANGUAGES = [("en", "English"), ("es", "Español")]
# Numbers and typed days as in the United States, whatever the language.
FORMAT_MODULE_PATH = "district_portal.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))

CRISPY_ALLOWED_TEMPLATE_PACKS = "district"
CRISPY_TEMPLATE_PACK = "district"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [
            SELF,
            *elsewhere.origins(SOCIALACCOUNT_PROVIDERS["elsewhere"]["APPS"]),
            *env.list("SIGN_IN_ORIGINS", default=[]),
        ],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "district_portal.ui.views.forged"
# Lax: a link in a mail, and a provider’s answer, come back to whoever is signed in.
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
FILE_UPLOAD_HANDLERS = [
    "district_portal.ui.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name}: {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "filters": {"each_second": {"()": "district_portal.settings.quiet.SayNothingEachSecond"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "celery.app.trace": {"filters": ["each_second"]},
        "celery.worker.strategy": {"filters": ["each_second"]},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
