"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
os.environ.setdefault("TRACKER_PROCESS", "web")
application = get_wsgi_application()
# Read every page's code now: once, before gunicorn forks, and not in somebody's first request.
get_resolver().url_patterns  # noqa: B018 - asking for it is what reads it
