from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpeakingConfig(AppConfig):
    name = "approvals.speaking"
    label = "speaking"
    verbose_name = _("Spokespersons")

    def ready(self) -> None:
        from approvals import similar
        from approvals.confirming import live
        from approvals.speaking import known, receivers  # noqa: F401 – connects them

        similar.look_in(known.assigned)
        live.keep(known.live)
