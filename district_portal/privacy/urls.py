from django.urls import path

from district_portal.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.kept, name="kept"),
    path("own.zip", views.own, name="own"),
]
