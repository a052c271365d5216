from django.urls import path, register_converter
from django.urls.converters import StringConverter

from accounts.roster.exporting import FORMATS
from accounts.roster.views import deciding, runs, upload


class SheetConverter(StringConverter):
    """The formats in which the people can be had."""

    regex = "|".join(FORMATS)


register_converter(SheetConverter, "sheet_format")
app_name = "roster"
urlpatterns = [
    path("", runs.runs, name="runs"),
    path("new/", upload.upload, name="upload"),
    path("people.<sheet_format:file_format>", runs.people_file, name="people_file"),
    path("<int:pk>/", runs.run, name="run"),
    path("<int:pk>/columns/", upload.columns, name="columns"),
    path("<int:pk>/apply/", deciding.apply_run, name="apply"),
    path("<int:pk>/confirm/", deciding.confirm, name="confirm"),
    path("<int:pk>/again/", deciding.again, name="again"),
    path("<int:pk>/discard/", deciding.discard, name="discard"),
    path("<int:pk>/undo/", deciding.undo, name="undo"),
]
