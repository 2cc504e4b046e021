"""Refusals by script (接口的谢绝): the one shape in which every router says why."""

from __future__ import annotations

from typing import Any

from ninja import Schema


class Detail(Schema):
    """Why a request is refused."""

    detail: Any


REFUSALS = {400: Detail, 401: Detail, 403: Detail, 422: Detail}
