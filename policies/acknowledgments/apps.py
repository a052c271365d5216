from django.apps import AppConfig
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
