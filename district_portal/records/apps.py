from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "district_portal.records"
    label = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        autodiscover_modules("records")
