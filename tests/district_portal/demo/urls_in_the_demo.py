"""The addresses of the portal as the demo has them."""

from django.urls import include, path

from district_portal.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*urlpatterns, path("outbox/", include("district_portal.demo.urls"))]
