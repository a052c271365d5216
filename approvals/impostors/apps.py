from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImpostorsConfig(AppConfig):
    name = "approvals.impostors"
    label = "impostors"
    verbose_name = _("Impostors")

    def ready(self) -> None:
        from approvals import similar
        from approvals.impostors import known, warning
        from approvals.registry import posing

        posing.look_in(warning.poses_at, current=warning.current)
        similar.look_in(known.warned)
