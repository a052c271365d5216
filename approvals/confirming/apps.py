from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConfirmingConfig(AppConfig):
    name = "approvals.confirming"
    label = "confirming"
    verbose_name = _("Confirmations after a revision")

    def ready(self) -> None:
        from approvals.confirming import receivers  # noqa: F401 – connects them
