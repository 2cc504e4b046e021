"""A case whose panel is at work (测试用评审件), written into a served zone from outside.

Run as a program with the zone's environment: makes a case, or (with a code) lets those who were
drawn for it sign in. Prints the code and the active experts as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta

PASSWORD = "gaoxin-demo-2026"  # noqa: S105  # the demo's public password
PAGES = (
    "目录",
    "选址在新材料园，上游聚合物企业与下游两家电池厂都在一公里内，管道和污水配套现成。",
    "核心涂布工序已完成 3 个月中试，良率 91%，量产线良率按 88% 测算。关键涂头依赖进口。",
)
PLACES = {
    "fit_site": (2, "都在一公里内"), "rd_level": (3, "已完成 3 个月中试，良率 91%"),
    "inv_record": (3, "良率 91%"), "ctl_ability": (2, "污水配套现成"),
}  # fmt: skip


def make() -> dict[str, object]:
    """Return the code of a new case with open papers, and who judges it."""
    from gaoxin.ledger.models import Project, Zone
    from gaoxin.people.models import Membership, User
    from gaoxin.review import actions
    from gaoxin.review.queries import scheme_in_force
    from gaoxin.sources.actions import Upload
    from tests.rooms.review.conftest import PRESET, Desk

    zone = Zone.objects.get(is_outside=False)
    office, leader = (User.objects.get(username=name) for name in ("office", "leader"))
    at = datetime.now(UTC) - timedelta(days=3)
    if scheme_in_force(zone, at.date()) is None:
        draft = actions.keep_draft(zone, PRESET.read_text(encoding="utf-8"), by=office)
        actions.publish(draft, by=office)
    for n in range(15):
        user, _new = User.objects.get_or_create(username=f"judge{n:02d}")
        Membership.objects.get_or_create(user=user, role="expert", park=None)
        field = ("industry", "finance", "safety")[n % 3]
        actions.put_expert(zone, user, actions.Known(field, n >= 3, f"第{n}研究所"), by=office)
    desk = Desk(office, leader, {u.username: u for u in User.objects.all()}, at)
    taken = Project.objects.filter(reviews__isnull=True, zone=zone).order_by("-pk")
    review = desk.opened(taken[0])
    upload = Upload(f"可研 {review.code}".encode(), "可研.txt", "text", "可行性研究报告")
    paper = actions.add_paper(review, upload, pages=PAGES, **desk.told())
    for item, (page, quote) in PLACES.items():
        actions.prove(paper, item, actions.Place(page, quote), by=office)
    desk.papers(desk.drawn(review))
    return open_accounts(review.code)


def open_accounts(code: str) -> dict[str, object]:
    """Let everybody who was drawn for a case sign in; return who judges, and the reserves."""
    from django.contrib.auth.hashers import make_password

    from gaoxin.people.models import User
    from gaoxin.review.models import Review
    from gaoxin.review.queries import panel_of, panel_row

    review = Review.objects.get(code=code)
    drawn = [seat.username for seat in panel_row(review).seats.all()]
    # One hash for all: the slow part of a password is its hash.
    User.objects.filter(username__in=drawn).update(password=make_password(PASSWORD))
    active = panel_of(review).active
    return {
        "code": code, "experts": list(active), "reserves": [n for n in drawn if n not in active],
        "names": [u.name for u in User.objects.filter(username__in=drawn)],
    }  # fmt: skip


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "gaoxin.config.settings"
    import django

    django.setup()
    told = open_accounts(sys.argv[1]) if len(sys.argv) > 1 else make()
    sys.stdout.write(json.dumps(told))
