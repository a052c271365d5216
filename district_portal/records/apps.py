from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "district_portal.records"
    label = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        autodiscover_modules("records")
        from district_portal.records import rights

        post_migrate.connect(rights.give, sender=self, dispatch_uid="records.rights")
