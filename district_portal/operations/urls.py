from django.urls import path

from district_portal.operations import views

app_name = "operations"
urlpatterns = [
    path("", views.health, name="health"),
    path("backups/", views.backups, name="backups"),
    path("backups/key/<slug:fingerprint>/", views.key_put_away, name="key_put_away"),
]
