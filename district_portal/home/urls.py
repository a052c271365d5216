from django.urls import path

from district_portal.home import views

app_name = "home"
urlpatterns = [path("", views.today, name="today")]
