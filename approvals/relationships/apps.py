from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelationshipsConfig(AppConfig):
    name = "approvals.relationships"
    label = "relationships"
    verbose_name = _("Relationships with students outside school")

    def ready(self) -> None:
        from approvals import similar
        from approvals.confirming import live
        from approvals.relationships import known, receivers  # noqa: F401 – connects them

        similar.look_in(known.noted)
        live.keep(known.live)
