from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "district_portal.jobs"
    label = "jobs"
    verbose_name = _("Long work")

    def ready(self) -> None:
        """Let every part say which long work it does."""
        autodiscover_modules("jobs")
