from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Requests and approvals")

    def ready(self) -> None:
        from approvals import receivers  # noqa: F401 – connects them
