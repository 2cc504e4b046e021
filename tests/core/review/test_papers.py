"""Minutes and letter: complete, traced, without names; they open in a word processor."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from gaoxin.lib.errors import UserError
from gaoxin.lib.workday import Deadline
from gaoxin.review.core.papers.letter import Letter, letter
from gaoxin.review.core.papers.minutes import Juror, Minutes, minutes
from gaoxin.review.core.papers.paper import figures_of, text_of
from gaoxin.review.core.papers.result import Dimension, Result
from gaoxin.review.core.papers.word import faults, printed, write
from gaoxin.review.core.process.conditions import Demand
from tests import optional
from tests.core.review.made import ITEMS, levels, minute

DIMS = (
    Dimension("fit", "产业吻合度", Decimal("17.10"), Decimal(20)),
    Dimension("control", "安全环保可控度", Decimal("5.20"), Decimal(10), below_floor=True),
)
RESULT = Result(
    code="R-2026-071", project="锂电隔膜涂布线", type="工业项目", tier="3 至 10 亿元档",
    scheme="示例区项目评审方案 2026.1 版", body="管委会主任办公会", held_on=date(2026, 11, 18),
    result="附条件准入", reason="总分达到准入线；安全环保低于单项下限，须补溶剂回收",
    dimensions=DIMS, bonus=Decimal("2"), total=Decimal("77.05"),
    conditions=(
        Demand("溶剂回收装置签订采购合同", "企业；应急局督办", date(2026, 12, 31), "采购合同"),
        Demand("涂头国产型号第三方测试", "企业", date(2027, 1, 29)),
    ),
    expiry_days=90, validity_months=12, appeal_days=10,
    appeal_until=Deadline(date(2026, 12, 4)),
)  # fmt: skip
TO = Letter("示例新材料有限公司", "示例高新区招商局", "示例高新区", date(2026, 11, 20), minute(9))
NAMES = ("王教授", "李总工", "expert-07")
HELD = Minutes(
    zone="示例高新区", organ="示例高新区评审办公室", made_at=minute(9),
    seats=("主任", "副主任", "财政局"),
    votes={"主任": "for", "副主任": "for"}, recused_seats=("财政局",),
    items=dict(zip(ITEMS, ("选址", "业绩", "技术", "管控"), strict=True)),
    jurors=tuple(
        Juror(f"专家 {letter_}", minute(n), levels(3, 2, 1, 3), levels(3, 2, 2, 3),
              Decimal("5.25"), n == 0, {"rd_level": "关键涂头未定型"})
        for n, letter_ in enumerate("ABCDE")
    ),
    panel_recusals=("持股",), spread="专家分歧 12.5 分", borderline="临近准予准入线，已二读",
    last_hash="7f3a" * 16,
)  # fmt: skip


def all_text(content: bytes) -> str:
    """Return every part of the package as text: body, properties, comments, relations."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(
            archive.read(name).decode("utf-8", "replace")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        )


def test_the_letter_says_result_reasons_conditions_and_the_last_day_to_appeal() -> None:
    said = text_of(letter(RESULT, TO))
    for words in (
        "附条件准入", "77.05", "低于单项下限", "须补溶剂回收。", "采购合同", "2026年12月31日",
        "10 个工作日内，即 2026年12月4日", "90 日内", "示例新材料有限公司：",
    ):  # fmt: skip
        assert words in said


def test_a_second_decision_cannot_be_appealed_and_a_guess_is_called_one() -> None:
    assert "不再复议" in text_of(letter(replace(RESULT, appeal_until=None), TO))
    guessed = replace(RESULT, appeal_until=Deadline(date(2028, 1, 14), provisional=True))
    assert "尚未公布" in text_of(letter(guessed, TO))


def test_an_unconditional_letter_has_no_table_of_conditions() -> None:
    said = text_of(letter(replace(RESULT, conditions=(), result="准予准入"), TO))
    assert "条件" not in said.replace("附条件", "") and "三、复议和有效期" in said


def test_the_letter_has_nothing_of_a_single_expert() -> None:
    content = write(letter(RESULT, TO))
    held = all_text(content)
    assert "专家 A" not in held and "level." not in held and "subtotal." not in held
    assert "python-docx" not in held and not re.search("w:comment ", held)


def test_the_minutes_hold_attendance_votes_both_scores_and_the_last_hash() -> None:
    said = text_of(minutes(RESULT, HELD))
    for words in (
        "有表决权 2 席，出席 2 席；同意 2 票，不同意 0 票，弃权 0 票。回避：财政局。", "1→2",
        "专家 C", "去掉", "回避 1 人（持股）", "临近准予准入线，已二读", "7f3a" * 16,
        "技术：关键涂头未定型", "专家分歧 12.5 分。",
    ):  # fmt: skip
        assert words in said
    assert not any(name in all_text(write(minutes(RESULT, HELD))) for name in NAMES)


def test_a_tier_without_panel_says_so() -> None:
    assert "不设专家评审" in text_of(minutes(RESULT, replace(HELD, jurors=())))


def test_every_number_is_traced_and_a_changed_one_is_seen() -> None:
    paper = letter(RESULT, TO)
    content = write(paper)
    assert printed(content) == list(figures_of(paper)) and faults(content, paper) == []
    other = letter(replace(RESULT, total=Decimal("70.05")), TO)
    assert faults(content, other) == ["R-2026-071/total：印的是 77.05，应为 70.05"]
    fewer = letter(replace(RESULT, bonus=Decimal(0)), TO)
    assert faults(content, fewer) == ["R-2026-071/bonus：评审里没有这个数"]
    assert faults(write(fewer), paper) == ["R-2026-071/bonus：文件里少了这个数"]


def test_a_file_that_is_no_document_is_refused() -> None:
    for content in (b"", b"PK\x03\x04 no", b"text"):
        with pytest.raises(UserError):
            printed(content)


def test_signs_that_xml_forbids_are_left_out() -> None:
    paper = letter(replace(RESULT, reason="甲\x00乙\x0b"), TO)
    assert "甲乙" in "".join(re.findall(r"<w:t[^>]*>([^<]*)", all_text(write(paper))))


@pytest.mark.parametrize(
    "paper", [letter(RESULT, TO), minutes(RESULT, HELD)], ids=["letter", "minutes"]
)
def test_the_papers_open_in_a_word_processor(tmp_path, paper) -> None:
    optional.need("word processor")
    source = tmp_path / "paper.docx"
    source.write_bytes(write(paper))
    program = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(  # noqa: S603 - the word processor of this machine
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
