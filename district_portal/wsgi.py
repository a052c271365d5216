import os

from django.core.wsgi import get_wsgi_application

from district_portal.ui.in_utf8 import in_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district_portal.settings.production")

application = in_utf8(get_wsgi_application())
