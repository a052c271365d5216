from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "approvals.registry"
    label = "registry"
    verbose_name = _("Registry")

    def ready(self) -> None:
        from approvals import as_it_stands, similar
        from approvals.confirming import live
        from approvals.registry import facts, known, receivers, resting  # noqa: F401 – connects them

        similar.look_in(known.registered)
        as_it_stands.told_by(facts.as_it_stands)
        live.keep(resting.live)
