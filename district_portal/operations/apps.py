from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import pre_migrate
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "district_portal.operations"
    label = "operations"
    verbose_name = _("Operation")

    def ready(self) -> None:
        """Let `migrate` look first at which tables it goes on with, and who may use new ones."""
        from district_portal.operations import upgrading
        from district_portal.operations.backup import rights

        pre_migrate.connect(rights.of_new_tables, sender=self, dispatch_uid="operations.rights")
        checks.register(upgrading.check_tables, checks.Tags.database)
