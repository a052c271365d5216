from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "district_portal.api"
    label = "api"
    verbose_name = _("API")

    def ready(self) -> None:
        from district_portal.api import receivers  # noqa: F401 – connects them
