from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "district_portal.ui"

    def ready(self) -> None:
        """Let every part say what it has to say on other parts' pages."""
        from district_portal.ui import required_messages

        autodiscover_modules("panels")
        checks.register(required_messages.check_required_messages)
