"""Where a sentence such as “Saved.” waits for the next page."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NamedCookie(CookieStorage):
    """Django's, under the name that the settings give all our cookies."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


class SaidOnce(FallbackStorage):
    """In a cookie; in the session where it is too long for one."""

    storage_classes = (NamedCookie, SessionStorage)
