from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcknowledgmentsConfig(AppConfig):
    name = "policies.acknowledgments"
    label = "acknowledgments"
    verbose_name = _("Acknowledgments")
