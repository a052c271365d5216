from django.urls import path

from district_portal.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<str:name>/", views.mail, name="mail"),
]
