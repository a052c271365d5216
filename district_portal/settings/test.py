"""For the tests: the real servers, cheap password hashes."""

from district_portal.settings.base import *

DEBUG = False
SECRET_KEY = "test-only"  # noqa: S105
SEALS_FILE = ""
CONCERN_KEYS = [bytes(range(32, 64))]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tables that were made before the tests began; none where they run on a server of the district's.
DATABASES["default"]["TEST"] = {"TEMPLATE": env.str("PORTAL_TEST_TABLES", default=None)}
