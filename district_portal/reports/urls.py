from django.urls import path, register_converter

from district_portal.reports import views
from district_portal.reports.dashboard.views import dashboard
from district_portal.reports.exporting import FORMATS


class FormatConverter:
    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "file_format")

app_name = "reports"
urlpatterns = [
    path("", views.acknowledgments, name="acknowledgments"),
    path("dashboard/", dashboard, name="dashboard"),
    path(
        "acknowledgments.<file_format:file_format>",
        views.acknowledgments_file,
        name="acknowledgments_file",
    ),
]
