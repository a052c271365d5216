from django.urls import path

from district_portal.operations import views

app_name = "operations"
urlpatterns = [path("", views.health, name="health")]
