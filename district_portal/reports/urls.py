from django.urls import path, register_converter

from district_portal.reports.views import acknowledgments, exports
from district_portal.reports.writing import FORMATS


class FormatConverter:
    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormatConverter, "file_format")

app_name = "reports"
urlpatterns = [
    path("", acknowledgments.acknowledgments, name="acknowledgments"),
    path(
        "acknowledgments.<file_format:file_format>",
        exports.acknowledgments_file,
        name="acknowledgments_file",
    ),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:pk>/file/", exports.export_file, name="export_file"),
]
