from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchooldaysConfig(AppConfig):
    name = "district_portal.schooldays"
    label = "schooldays"
    verbose_name = _("School days")
