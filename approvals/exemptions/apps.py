from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExemptionsConfig(AppConfig):
    name = "approvals.exemptions"
    label = "exemptions"
    verbose_name = _("Exemptions")

    def ready(self) -> None:
        from approvals import catalogue, similar
        from approvals.confirming import live
        from approvals.exemptions import known, receivers  # noqa: F401 – connects them

        similar.look_in(known.granted)
        live.keep(known.live)
        catalogue.lift(known.lifts)
