from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "district_portal.privacy"
    label = "privacy"
    verbose_name = _("What the portal keeps about people")
