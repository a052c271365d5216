from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "district_portal.operations"
    label = "operations"
    verbose_name = _("Operation")

    def ready(self) -> None:
        """Let `migrate` look first at which tables it goes on with."""
        from district_portal.operations import upgrading

        checks.register(upgrading.check_tables, checks.Tags.database)
