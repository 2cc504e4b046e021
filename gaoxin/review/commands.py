"""Commands of review (评审的命令): score by a scheme, order a batch, check signatures.

Only `verify` opens the database."""

from __future__ import annotations

import json
import os
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gaoxin.lib.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaoxin.review.core.ranking.order import Order
    from gaoxin.review.core.scheme.model import Scheme
    from gaoxin.review.core.score import Score

FILE = click.Path(path_type=Path, dir_okay=False)
DEFAULT = Path(__file__).parent / "presets/default_2026.yaml"


@click.group()
def review() -> None:
    """评审：按方案打分，批次排序 score by a scheme, order a batch."""


@review.command()
@click.argument("example", type=FILE)
@click.option("--draws", type=int, default=0, help="随机权重次数 how many weights to draw")
@click.option("--seed", type=int, default=2026, show_default=True, help="随机种子 seed")
@click.option("--around", type=float, help="在原权重上下多少之内 within this share of the weights")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON print one JSON document")
def order(example: Path, draws: int, seed: int, around: float | None, *, as_json: bool) -> None:
    """已准入项目在名额不足时排序 order an admitted batch under a quota, by the file's method."""
    from gaoxin.review.core.ranking.order import order as ordered
    from gaoxin.review.core.ranking.trial import robustness

    raw = read_json(example)
    if not isinstance(raw, dict):
        raise UserError(f"{example}: 须为对象 (an object is expected)")
    found = ordered(raw)
    for key in found.ignored:
        click.echo(f"{example}: {key}: 该方法不用此键 (not read by this method)", err=True)
    tried = robustness(raw, draws=draws, seed=seed, around=around) if draws else None
    if as_json:
        answer = found.as_json() | ({"robustness": tried} if tried else {})
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _print_order(found)
    if found.ignored:
        sys.exit(1)


def _print_order(found: Order) -> None:
    if isinstance(found.scores, dict):
        for name, value in found.scores.items():
            click.echo(f"{name:<10} {value:.4f}")
        return
    for place, (score, rank) in enumerate(zip(found.scores, found.ranking or (), strict=True), 1):
        click.echo(f"{place:>4} {score:>10.4f} {rank:>6}")


@review.command()
@click.argument("cases", type=FILE)
@click.option("--scheme", "scheme_file", type=FILE, help="方案文件，默认随附方案 scheme file")
@click.option("--against", "other", type=FILE, help="与另一方案比较 compare with another scheme")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON print one JSON document")
def score(
    cases: Path, scheme_file: Path | None, other: Path | None, language: str, *, as_json: bool
) -> None:
    """按方案打分，逐项说明 score projects by a scheme, each line explained."""
    from gaoxin.review.core.case import read_cases
    from gaoxin.review.core.compare import what_would_change
    from gaoxin.review.core.score import score as scored

    scheme = open_scheme(scheme_file)
    raw = read_json(cases, parse_float=Decimal)
    if other is not None:
        changes = what_would_change(raw, scheme, open_scheme(other))
        _answer([change.as_json() for change in changes], as_json=as_json)
        return
    read = read_cases(raw, scheme)
    problems = [notice for case in read for notice in case.notices]
    for notice in problems:
        click.echo(notice, err=True)
    found = [scored(case, scheme) for case in read]
    if as_json:
        _answer([one.as_json() for one in found], as_json=True)
    else:
        _print_scores(found, language)
    if problems:
        sys.exit(1)


def _answer(rows: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo("  ".join(str(value) for value in row.values()))


def _print_scores(found: Sequence[Score], language: str) -> None:
    from gaoxin.review.core.explain import because, mark_line, result_words

    for one in found:
        words = result_words(one.scheme, one.outcome.result, language)
        click.echo(f"{one.case.id}  {one.total}  {words}")
        click.echo(f"  {because(one, language)}")
        for mark in one.marks.values():
            click.echo(f"    {mark_line(one, mark, language)}")


@review.command()
@click.argument("scheme_file", type=FILE, required=False)
@click.option("--print", "whole", is_flag=True, help="逐条印出 print every line with its id")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def scheme(scheme_file: Path | None, language: str, *, whole: bool) -> None:
    """检查方案：合计、分档、来源 check a scheme: sums, bands, sources."""
    found = open_scheme(scheme_file)
    if whole:
        _print_scheme(found, language)
        return
    state = "草案 draft" if found.is_draft else f"{found.in_force_from} 起施行 in force"
    click.echo(f"{found.id}  {found.version}  {state}  {found.fingerprint[:12]}")
    for each, words in found.types.items():
        judged = sum(item.marks[each] for item in found.judged(each))
        count = len(found.used(each))
        click.echo(f"  {words.zh} {each}: 指标 {count} 项，其中专家评判 {judged} 分 judged")


def _print_scheme(found: Scheme, language: str) -> None:
    from gaoxin.review.core.scheme.compiled import rule_of
    from gaoxin.rulebook.document import rule_markdown
    from gaoxin.rulebook.library import gather

    rules = gather(rule_of(found, each) for each in found.types)
    for rule in rules.rules.values():
        click.echo(rule_markdown(rule, rules, language=language))


def open_scheme(path: Path | None) -> Scheme:
    """Return a scheme, the shipped one where no file is named; notices go to standard error."""
    from gaoxin.review.core.scheme.load import load

    found = load(path or DEFAULT)
    for notice in found.notices:
        click.echo(notice, err=True)
    return found


def read_json(path: Path, **options: Any) -> Any:
    """Return the data of a JSON file; UserError names file and line."""
    try:
        return json.loads(path.read_text(encoding="utf-8"), **options)
    except OSError as error:
        raise UserError(f"{path}: 文件打不开 (cannot be read): {error.strerror}") from None
    except json.JSONDecodeError as error:
        raise UserError(f"{path}:{error.lineno}: JSON 写法有误 (not JSON): {error.msg}") from None
    except UnicodeDecodeError:
        raise UserError(f"{path}: 文件不是 UTF-8 (the file is not UTF-8)") from None


@review.command()
def verify() -> None:
    """核对签名链，指出第一处断开 check every chain of signatures, name the first break."""
    _with_database()
    from gaoxin.review.queries.proof import chain_faults

    checked, faults = chain_faults()
    for fault in faults:
        where = f"{fault.code} 第 {fault.sitting} 次评审" if fault.sitting else fault.code
        where += f"，第 {fault.place} 份签名" if fault.place else ""
        click.echo(f"{where}：{fault.zh} ({fault.en})")
    click.echo(f"签名链 {checked} 条，断开 {len(faults)} 条 ({len(faults)} broken of {checked})")
    if faults:
        sys.exit(1)


def _with_database() -> None:
    """Start Django: the other commands of the room need none."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gaoxin.config.settings")
    import django

    django.setup()
