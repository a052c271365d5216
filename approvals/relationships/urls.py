from django.urls import path

from approvals.relationships import views

app_name = "relationships"
urlpatterns = [
    path("", views.listed, name="list"),
    path("<int:pk>/", views.relationship, name="relationship"),
    path("<int:pk>/end/", views.end, name="end"),
]
