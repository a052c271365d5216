from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClaimingConfig(AppConfig):
    name = "approvals.claiming"
    label = "claiming"
    verbose_name = _("Existing accounts")

    def ready(self) -> None:
        from approvals import similar
        from approvals.claiming import known, receivers, telling  # noqa: F401 – connects them
        from approvals.registry import beside

        beside.look_in(telling.beside_at)
        similar.look_in(known.listed)
