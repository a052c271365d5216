from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    name = "district_portal"

    def ready(self) -> None:
        from district_portal import freezing

        autodiscover_modules("permissions")
        post_migrate.connect(freezing.withdraw_rights, dispatch_uid="freezing")
