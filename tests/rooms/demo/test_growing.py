"""Cultivation of the demo (演示区的培育): a board as an office has it, a quiet second run."""

from __future__ import annotations

from gaoxin.grow.board import pages
from gaoxin.grow.models import Honour, YearFigure
from gaoxin.lib.moment import Moment
from gaoxin.people.models import User
from gaoxin.samples.core.days import Span
from gaoxin.samples.demo import built_month
from gaoxin.samples.growing import grow_firms
from gaoxin.sources.models import Citation
from gaoxin.web import clock


def test_the_board_has_titles_movements_and_firms_within_reach(demo_zone) -> None:
    user = User.objects.get(username="specialist")
    last = Span(built_month(), 24).last
    found = pages.grow_home(user, Moment(last, clock.now().known_at))
    held, gained, ready, near, _due = (figure.numerator for figure in found.head)
    assert held >= 180
    assert gained > 0
    assert min(ready, near) >= 10
    assert sum(row.figures[0].numerator for row in found.parks) == held
    gaps = [row.rung.distance.gap for row in found.nearest]
    assert gaps == sorted(gaps)


def test_every_granted_title_is_proven_by_a_published_list(demo_zone) -> None:
    granted = set(Honour.objects.filter(kind="granted").values_list("pk", flat=True))
    cited = Citation.objects.filter(target_model="grow.honour")
    assert granted == set(cited.values_list("target_id", flat=True))


def test_a_second_run_writes_nothing(demo_zone) -> None:
    count = YearFigure.objects.count()
    assert grow_firms(demo_zone, Span(built_month(), 24), seed=1) is False
    assert YearFigure.objects.count() == count
