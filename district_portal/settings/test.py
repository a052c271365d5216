"""For the tests: the real servers, cheap password hashes."""

from district_portal.settings.base import *

DEBUG = False
SECRET_KEY = "test-only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
