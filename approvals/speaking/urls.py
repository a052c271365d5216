from django.urls import path

from approvals.speaking import views

app_name = "speaking"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<int:pk>/", views.spokesperson, name="spokesperson"),
    path("<int:pk>/end/", views.end, name="end"),
]
