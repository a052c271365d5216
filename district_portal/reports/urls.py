from django.urls import path, register_converter

from district_portal.reports.dashboard.views import dashboard
from district_portal.reports.views import acknowledgments, exports, reminding, saved_views
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
    path("dashboard/", dashboard, name="dashboard"),
    path(
        "acknowledgments.<file_format:file_format>",
        exports.acknowledgments_file,
        name="acknowledgments_file",
    ),
    path("remind/", reminding.remind, name="remind"),
    path("views/", saved_views.saved_views, name="views"),
    path("views/save/", saved_views.save_view, name="save_view"),
    path("views/<int:pk>/", saved_views.rename_view, name="rename_view"),
    path("views/<int:pk>/delete/", saved_views.delete_view, name="delete_view"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<int:pk>/file/", exports.export_file, name="export_file"),
]
