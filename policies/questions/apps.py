from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "policies.questions"
    label = "questions"
    verbose_name = _("Questions about policies")

    def ready(self) -> None:
        """Hear the news of people."""
        from policies.questions import receivers  # noqa: F401 – connects them
