from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AcknowledgmentsConfig(AppConfig):
    name = "policies.acknowledgments"
    label = "acknowledgments"
    verbose_name = _("Acknowledgments")

    def ready(self) -> None:
        """Hear the news of policies and people."""
        from policies.acknowledgments import (
            nudging,  # noqa: F401 – writes the nudges
            receivers,
            telling,  # noqa: F401 – what the mails say
        )
        from policies.acknowledgments.paper import telling as _on_paper  # noqa: F401

        receivers.connect()
        post_migrate.connect(_count, sender=self, dispatch_uid="counting")


def _count(*, using: str, **_: Any) -> None:
    """Count what was signed before the portal kept counts."""
    from django.db import connections

    from policies.acknowledgments import counting
    from policies.acknowledgments.models import Assignment, RollCall

    if "acknowledgments_rollcall" not in connections[using].introspection.table_names():
        return  # an earlier state of the tables was asked for
    if Assignment.objects.exists() and not RollCall.objects.exists():
        counting.call_roll()
