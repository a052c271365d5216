from django.urls import path

from approvals.confirming import views

app_name = "confirming"
urlpatterns = [
    path("", views.rechecks, name="list"),
    path("<int:pk>/", views.recheck, name="recheck"),
]
