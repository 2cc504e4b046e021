"""Pages of the ledger (台账的页面): list, board, record, export and search of one small zone."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest

from gaoxin.ledger.actions import change_project, plan_milestone
from gaoxin.ledger.core.stage import Stage
from gaoxin.ledger.dossier import Dossier
from tests.rooms.conftest import moment, told


@pytest.fixture
def projects(build, parks):
    made = [
        build.project(parks[0], planned_wan=20_000, signed="2026-01-10", started="2026-03-01"),
        build.project(parks[1], planned_wan=8_000, signed="2026-02-10"),
        build.project(None, contact="2026-02-10"),
    ]
    build.post(made[0], "in_place", 50_000_000, "2026-04-01")
    return made


@pytest.fixture
def browse(client, office, settings):
    settings.GAOXIN_TODAY = "2026-06-30"
    client.force_login(office)

    def look(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return look


def numbers(text: str) -> list[int]:
    """Return total and shown of the count line."""
    return [int(n) for n in re.search(r"<b>(\d+)</b>[^<]*<b>(\d+)</b>", text).groups()]


def test_conditions_narrow_the_list(projects, browse) -> None:
    assert numbers(browse("/ledger/projects/")) == [3, 3]
    assert numbers(browse("/ledger/projects/?money_min=1")) == [3, 1]
    assert numbers(browse("/ledger/projects/?park=-")) == [3, 1]
    assert numbers(browse(f"/ledger/projects/?q={projects[1].name}")) == [3, 1]
    assert numbers(browse("/ledger/projects/?unproved=1")) == [3, 3]


@pytest.mark.parametrize("field", ["stage", "park", "industry", "kind"])
def test_the_columns_of_a_board_add_up_to_the_list(projects, browse, field) -> None:
    text = browse(f"/ledger/projects/?board={field}")
    counts = [int(n) for n in re.findall(r"<h3>[^<]*<span>(\d+) 个", text)]
    assert sum(counts) == 3
    for project in projects:
        assert project.name in text


def test_a_board_by_an_unknown_field_is_refused(projects, client, office) -> None:
    client.force_login(office)
    assert client.get("/ledger/projects/?board=secret").status_code == 400


def test_the_export_holds_the_rows_and_sums_of_the_list(projects, client, office) -> None:
    client.force_login(office)
    answer = client.get("/ledger/projects/?money_min=1&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    head, *rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 1
    row = dict(zip(head, rows[0], strict=True))
    assert row["项目"] == projects[0].name
    assert (row["投资(亿元)"], row["到位(亿元)"], row["到位率"]) == (2, 0.5, 25)


def test_the_record_shows_plan_actual_and_difference(projects, browse) -> None:
    plan_milestone(projects[0], Stage.COMPLETED, record=told("2026-03-02"),
                   on=date(2026, 3, 2), planned_for=date(2026, 6, 20))  # fmt: skip
    text = browse(f"/ledger/projects/{projects[0].code}/")
    assert "逾期 10 天" in text
    assert "15 个显示 4 个" in text
    assert "15 个显示 15 个" in browse(f"/ledger/projects/{projects[0].code}/?all=1")


def test_the_past_says_how_much_came_later_and_lists_it(projects, browse) -> None:
    address = f"/ledger/projects/{projects[0].code}/"
    text = browse(f"{address}?as_of=2026-02-28")
    assert "此后的 2 条新记录、0 处更正没有显示" in text
    later = browse(f"{address}later/?as_of=2026-02-28")
    assert "开工 2026-03-01" in later
    assert "到位资金 0.5 亿元" in later


def test_a_change_is_told_in_words(projects, parks, browse) -> None:
    fields = {"park": parks[1], "is_high_tech": True, "kind": "platform"}
    change_project(projects[0], record=told("2026-05-02"), on=date(2026, 5, 2), fields=fields)
    lines = [line.text for line in Dossier(projects[0], moment("2026-06-30")).recent]
    assert "园区 1号产业园 → 2号产业园" in lines
    assert "高新技术 否 → 是" in lines
    assert "项目类型 工业项目 → 平台项目" in lines


def test_the_chart_cumulates_twelve_months(projects) -> None:
    chart = Dossier(projects[0], moment("2026-06-30")).chart
    in_place = chart["series"][0]["data"]
    assert in_place == [0.0] * 9 + [0.5] * 3
    assert Dossier(projects[1], moment("2026-06-30")).chart is None


def test_enterprises_and_parks_are_listed(projects, parks, browse, build, zone) -> None:
    from gaoxin.ledger.models import Enterprise
    from tests.rooms.conftest import instant

    firm = Enterprise.objects.create(zone=zone, name="甲公司", recorded_at=instant("2026-01-01"),
                                     recorded_by="test", park=parks[0])  # fmt: skip
    change_project(projects[0], record=told("2026-05-02"), on=date(2026, 5, 2),
                   fields={"enterprise": firm})  # fmt: skip
    assert numbers(browse("/ledger/enterprises/?projects_min=1")) == [1, 1]
    assert projects[0].name in browse(f"/ledger/enterprises/{firm.pk}/")
    assert "1号产业园" in browse("/ledger/parks/")


def test_search_leads_to_projects_and_definitions(projects, browse) -> None:
    assert projects[1].code in browse(f"/search/?q={projects[1].name}")
    assert "开工率" in browse("/search/?q=开工率")
    assert "没有找到" in browse("/search/?q=zzzz")
