from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "approvals.registry"
    label = "registry"
    verbose_name = _("Registry")

    def ready(self) -> None:
        from approvals import similar
        from approvals.confirming import live
        from approvals.registry import known, receivers, resting  # noqa: F401 – connects them

        similar.look_in(known.registered)
        live.keep(resting.live)
