from django.urls import path

from district_portal.setup import views

app_name = "setup"
urlpatterns = [path("", views.district, name="district")]
