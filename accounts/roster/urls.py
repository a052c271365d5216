from django.urls import path

from accounts.roster.views import deciding, runs, upload

app_name = "roster"
urlpatterns = [
    path("", runs.runs, name="runs"),
    path("new/", upload.upload, name="upload"),
    path("<int:pk>/", runs.run, name="run"),
    path("<int:pk>/columns/", upload.columns, name="columns"),
    path("<int:pk>/apply/", deciding.apply_run, name="apply"),
    path("<int:pk>/confirm/", deciding.confirm, name="confirm"),
    path("<int:pk>/again/", deciding.again, name="again"),
    path("<int:pk>/discard/", deciding.discard, name="discard"),
    path("<int:pk>/undo/", deciding.undo, name="undo"),
]
