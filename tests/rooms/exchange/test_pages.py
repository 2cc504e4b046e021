"""Pages of the import (导入的页面): from upload to undo, and closed to whoever may not."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from gaoxin.ledger.exchange import queries
from gaoxin.ledger.models import ImportRun, Project
from tests.core.exchange.books import PARKS, xlsx
from tests.rooms.conftest import person
from tests.rooms.exchange.conftest import ON

HEAD = ["项目名称", "园区", "盘子（亿元）", "签约日期"]
GOOD = ["甲断路器项目", PARKS[0], 1.5, "2026-03-05"]
BAD = ["乙切片项目", "航空园", "", "2026-02-30"]
URLS = [
    ("GET", "imports"), ("POST", "imports"), ("GET", "import_template"), ("GET", "import"),
    ("POST", "import_columns"), ("POST", "import_confirm"), ("POST", "import_undo"),
    ("GET", "import_marked"), ("GET", "export_all"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _today(settings):
    settings.GAOXIN_TODAY = ON.isoformat()


@pytest.fixture
def clerk(client, demo):
    user = person("clerk", "office")
    client.force_login(user)
    return user


@pytest.fixture
def send(client, start):
    def upload(content=None, name="台账.xlsx"):
        content = xlsx({"签约": [HEAD, GOOD, BAD]}) if content is None else content
        file = SimpleUploadedFile(name, content)
        return client.post(reverse("ledger:imports"), {"file": file}, follow=True)

    return upload


def address(name, run):
    return reverse(f"ledger:{name}", args=[] if name.endswith(("s", "e", "l")) and name in {
        "imports", "import_template", "export_all"} else [run.pk])  # fmt: skip


@pytest.mark.parametrize(("method", "name"), URLS)
@pytest.mark.parametrize("role", [None, "expert"])
def test_whoever_has_no_right_is_refused(client, start, role, method, name):
    run = start([HEAD, GOOD])
    client.force_login(person("visitor", role))
    answer = client.generic(method, address(name, run))
    assert answer.status_code == 403
    run.refresh_from_db()
    assert run.state == ImportRun.State.TRIAL


@pytest.mark.parametrize(("method", "name"), URLS)
def test_whoever_is_not_signed_in_is_sent_to_the_door(client, start, method, name):
    answer = client.generic(method, address(name, start([HEAD, GOOD])))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_a_leader_may_export_but_not_import(client, start):
    run = start([HEAD, GOOD])
    client.force_login(person("boss", "leader"))
    assert client.get(address("export_all", run)).status_code == 200
    assert client.get(address("imports", run)).status_code == 403


def test_another_parks_run_is_not_found(client, demo, start):
    run = start([HEAD, GOOD])
    client.force_login(person("other", "park_operator", demo.parks.get(code="nylon")))
    for method, name in URLS[3:8]:
        assert client.generic(method, address(name, run)).status_code == 404
    assert run.document.file_name not in client.get(address("imports", run)).content.decode()


def test_from_upload_to_undo(client, clerk, send):
    page = send().content.decode()
    assert "写入 1 行，跳过 1 行" in page
    assert "航空园" in page
    assert "没有 30 日" in page
    assert "盘子（亿元）" in page
    run = ImportRun.objects.get()
    assert not Project.objects.exists()
    columns = {"signature": run.plan["sheets"][0]["signature"], "kind": "projects", "c_A": "name",
               "c_B": "park", "c_C": "contracted", "c_D": "signed"}  # fmt: skip
    page = client.post(address("import_columns", run), columns, follow=True).content.decode()
    assert "已按更正后的列重新试算" in page
    run.refresh_from_db()
    digest = run.plan["digest"]
    assert f'name="digest" value="{digest}"' in page
    unseen = client.post(address("import_confirm", run), follow=True).content.decode()
    assert "再看一遍" in unseen
    sent = {"digest": digest}
    page = client.post(address("import_confirm", run), sent, follow=True).content.decode()
    assert "已写入 1 行，跳过 1 行" in page
    assert Project.objects.get().postings.get().kind == "contracted"
    page = client.post(address("import_undo", run), {"reason": "传错了"}, follow=True)
    assert "已整批撤回" in page.content.decode()
    assert not Project.objects.filter(removed_at=None).exists()


def test_another_kind_of_sheet_guesses_its_own_columns(client, clerk, send):
    send(
        xlsx(
            {"x": [["项目名称", "园区", "到位资金（万元）", "时间"], [*GOOD[:2], 5, "2026-01-02"]]}
        )
    )
    run = ImportRun.objects.get()
    sheet = run.plan["sheets"][0]
    assert sheet["kind"] == "funds"
    data = {"signature": sheet["signature"], "kind": "projects"}
    client.post(address("import_columns", run), data)
    run.refresh_from_db()
    sheet = run.plan["sheets"][0]
    assert (sheet["kind"], [c[2] for c in sheet["columns"]]) == (
        "projects", ["name", "park", "in_place_sum", ""],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"not a workbook", "台账.xlsx", "扩展名与内容不符"),
        (xlsx({"a": [["x"]]}), "a.xlsx", "没有认出台账"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(
    client, clerk, send, content, name, said
):
    assert said in send(content, name).content.decode()
    assert not ImportRun.objects.exists()


def test_no_file_at_all(client, clerk, demo):
    page = client.post(reverse("ledger:imports"), follow=True).content.decode()
    assert "先选一个文件" in page


def test_the_marked_workbook_and_the_template(client, clerk, send):
    send()
    run = ImportRun.objects.get()
    sheet = load_workbook(BytesIO(client.get(address("import_marked", run)).content))["签约"]
    assert "航空园" in sheet["E3"].value
    answer = client.get(address("import_template", run))
    assert load_workbook(BytesIO(answer.content)).sheetnames == ["项目台账", "节点计划", "资金明细"]
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize(("show", "rows"), [("all", 2), ("look", 1), ("skip", 1), ("odd", 1)])
def test_rows_worth_a_look(client, clerk, send, show, rows):
    send()
    run = ImportRun.objects.get()
    page = client.get(address("import", run), {"show": show}).content.decode()
    assert f"<b>2</b> 行显示 <b>{rows}</b> 行" in page
    if show in ("all", "skip"):
        assert queries.import_preview(run, show).shown == rows


def test_long_lists_have_pages(start):
    run = start([HEAD, *([f"项目{'子' * n}", *GOOD[1:]] for n in range(1, 260))])
    first, last = (queries.import_preview(run, "all", page) for page in (1, 9))
    assert (first.pages, len(first.lines), last.page, len(last.lines)) == (2, 200, 2, 59)


def test_in_the_past_nothing_can_be_pressed(client, clerk, send):
    send()
    run = ImportRun.objects.get()
    page = client.get(address("import", run), {"as_of": "2026-01-01"}).content.decode()
    assert "写入 1 行" not in page
    assert "按这些列重新试算" not in page


def test_a_pages_queries_do_not_grow_with_its_rows(client, clerk, start, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    small, large = (start([HEAD, *([f"项目{'子' * n}", *BAD[1:]] for n in range(1, size))])
                    for size in (2, 90))  # fmt: skip
    for name in ("import", "imports"):
        client.get(address(name, small))
        with CaptureQueriesContext(connection) as spent:
            client.get(address(name, small))
        with django_assert_num_queries(len(spent)):
            client.get(address(name, large))
