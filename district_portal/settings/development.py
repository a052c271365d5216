"""For work on the code: DEBUG, plain HTTP."""

from district_portal.settings.base import *

DEBUG = True
SECRET_KEY = env("SECRET_KEY", default="development-only-and-never-in-production")
CONCERN_KEYS = CONCERN_KEYS or [concern_keys.PUBLISHED]
