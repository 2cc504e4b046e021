"""Look back of the demo (演示区的回头看): cases three years old, what came beside the promises."""

from __future__ import annotations

from django.test import Client

from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.models import Milestone, Posting
from gaoxin.people.models import User
from gaoxin.review.core.backtest import by_band
from gaoxin.review.models import Review
from gaoxin.review.papers.looking import all_looked_back
from gaoxin.review.queries.proof import file_faults
from gaoxin.review.queries.state import CaseFile
from gaoxin.samples.core.material import read
from gaoxin.web import clock

NAMES = {told["name"] for told in read("review")["earlier"]}


def looked_back():
    office = User.objects.get(username="office")
    found = all_looked_back(office, clock.now())
    return {each.review.project.name: each for each in found if each.is_due}


def test_six_cases_are_due_and_every_promised_figure_has_an_actual_one(demo_zone) -> None:
    found = looked_back()
    assert found.keys() == NAMES
    assert all(each.test.is_complete for each in found.values())
    kept = [each.test.is_kept for each in found.values()]
    assert (kept.count(True), kept.count(False)) == (2, 4)
    scores = [each.test.now.total - each.test.then.total for each in found.values()]
    assert min(scores) < 0 <= max(scores)


def test_what_came_is_what_the_story_tells(demo_zone) -> None:
    found = looked_back()
    for told in read("review")["earlier"]:
        shares = {line.figure: line.per_cent for line in found[told["name"]].test.lines}
        for name, share in told["came"].items():
            if name != "invest_wan_per_mu":
                assert abs(float(shares[name]) - 100 * share) <= 0.3, (told["name"], name)


def test_bands_tell_how_often_they_were_kept(demo_zone) -> None:
    tests = [each.test for each in looked_back().values()]
    bands = by_band(tests)
    assert sum(band.known for band in bands) == sum(len(test.lines) for test in tests)
    assert {band.per_cent for band in bands} >= {0, 100}


def test_nothing_of_them_lies_in_the_two_years_of_the_demo(demo_zone) -> None:
    first = Posting.objects.exclude(project__name__in=NAMES).order_by("period").first()
    theirs = Posting.objects.filter(project__name__in=NAMES).order_by("-period").first()
    assert theirs.period < first.period
    signed = Milestone.objects.filter(project__name__in=NAMES, stage=Stage.SIGNED)
    assert max(signed.values_list("happened_on", flat=True)) < first.period


def test_the_page_shows_them_and_their_proof_holds(demo_zone) -> None:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    page = client.get("/review/papers/backtests/").content.decode()
    assert "满三年 6 件" in page
    for review in Review.objects.filter(project__name__in=NAMES):
        assert review.code in page
        assert file_faults(CaseFile(review)) == []
        assert client.get(f"/review/papers/{review.code}/backtest/").status_code == 200
