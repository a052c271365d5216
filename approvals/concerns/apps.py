from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConcernsConfig(AppConfig):
    name = "approvals.concerns"
    label = "concerns"
    verbose_name = _("Concerns")

    def ready(self) -> None:
        from approvals.concerns import receivers  # noqa: F401 – connects them
