from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "district_portal.reminders"
    label = "reminders"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        from district_portal.reminders import (
            digest,  # noqa: F401 – writes the digests
            telling,  # noqa: F401 – what the mails say
        )
