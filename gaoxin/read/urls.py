"""Read (读报): addresses."""

from __future__ import annotations

app_name = "read"
urlpatterns: list = []
