from django.urls import path

from district_portal.trail import views

app_name = "trail"
urlpatterns = [
    path("", views.search, name="search"),
    path("acts.csv", views.acts_csv, name="csv"),
]
