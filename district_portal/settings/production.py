"""What a district runs. HTTPS=0 only for the demo on one's own machine."""

from district_portal.settings import refusing
from district_portal.settings.base import *

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
CONCERN_KEYS = concern_keys.needed(CONCERN_KEYS)
HTTPS = env.bool("HTTPS", default=True)
refusing.refuse(os.environ, globals())

if HTTPS:  # browsers take cookies of these names only by HTTPS, from this very host
    SESSION_COOKIE_NAME = f"__Host-{SESSION_COOKIE_NAME}"
    CSRF_COOKIE_NAME = f"__Host-{CSRF_COOKIE_NAME}"
    DEVICE_COOKIE_NAME = f"__Host-{DEVICE_COOKIE_NAME}"
    MESSAGES_COOKIE_NAME = f"__Host-{MESSAGES_COOKIE_NAME}"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
# Addresses beside the portal, and lists kept by browsers for years, are the district's to decide.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [PORTAL_ADDRESS]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "district_portal.ui.storage.PortalStorage"},
}
