"""Entry point of the web server (服务器入口)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gaoxin.config.settings")
application = get_wsgi_application()
