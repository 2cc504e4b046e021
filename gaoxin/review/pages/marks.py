"""Panels behind the figures of a case (数字的来处): value, band, rule, evidence, experts."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from gaoxin.review.core.average import decimal_of
from gaoxin.review.core.explain import mark_line
from gaoxin.review.queries.state import labels_of
from gaoxin.review.queries.words import language
from gaoxin.review.wording import basis_words, figure_words, label, result_of_scheme, value_words
from gaoxin.rulebook.words import SIGNS
from gaoxin.sources.queries import citations_of
from gaoxin.web import parts

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.safestring import SafeString

    from gaoxin.review.core.scheme.model import Indicator, Scheme
    from gaoxin.review.core.score import Mark
    from gaoxin.review.pages.case import CasePage
    from gaoxin.sources.models import Citation


@dataclass
class Panel:
    """A panel: heading, the figure, sentences, a table, bands, evidence."""

    heading: str
    figure: str
    says: list[str] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    bands: list[tuple[str, str, bool]] = field(default_factory=list)
    source: str = ""
    evidence: list[Citation] = field(default_factory=list)
    told: Any = None
    said: str = ""


def panel_of(page: CasePage, name: str) -> Panel:
    """Return the panel of a figure; 404 where there is none, or where it is closed."""
    file = page.file
    builders: dict[str, Callable[[CasePage], Panel]] = {
        "total": total, "quorum": quorum, "vetoes": vetoes, "spread": spread, "computed": computed,
    }  # fmt: skip
    if name in builders:
        if name in {"total", "quorum", "spread"} and not page.sight.scores:
            raise Http404
        return builders[name](page)
    if name.startswith("dim.") and name[4:] in file.scheme.dimensions:
        return dimension(page, name[4:])
    if name.startswith("value.") and name[6:] in file.values:
        return value(page, name[6:])
    item = file.scheme.indicators.get(name)
    if item is None or page.review.type not in item.marks:
        raise Http404
    return indicator(page, item)


def _two(mark: Mark) -> str:
    return f"{decimal_of(mark.value, 2)}"


def _opens(page: CasePage, mark: Mark) -> SafeString:
    """Return a mark as a figure that opens its own panel."""
    address = reverse("review:mark_panel", args=[page.review.code, mark.indicator])
    words = _("%(value)s 分，查看来源") % {"value": _two(mark)}
    return parts.panel_button(page.keep(address), _two(mark), words)


def total(page: CasePage) -> Panel:
    """Return how the total adds up."""
    found, scheme = page.file.score, page.file.scheme
    rows: list[tuple[Any, ...]] = [
        (label(d.words), f"{found.dims[name]}", f"{d.weight[page.review.type]}")
        for name, d in scheme.dimensions.items()
    ]
    rows.append((_("加分"), f"{found.bonus}", f"{scheme.bonus.cap}"))
    panel = Panel(_("总分"), f"{found.total}", heads=(_("维度"), _("得分"), _("满分")), rows=rows)
    panel.says.append(_("各维度按未取整的分相加，加分封顶，最后四舍五入到两位；以公布的分数对线。"))
    if page.has_interval:
        words = _(
            "缺数据按 0 分计；补齐后总分在 %(low)s 至 %(high)s 之间，可能的结论：%(results)s。"
        )
        names = _("、").join(result_of_scheme(scheme, each) for each in found.possible)
        panel.says.append(words % {"low": found.low, "high": found.high, "results": names})
    panel.source = _scheme_source(page)
    return panel


def computed(page: CasePage) -> Panel:
    """Return the marks that the dossier alone gives."""
    value, full = page.computed
    marks = page.file.score.marks
    judged = page.file.judged
    rows = [(label(page.file.scheme.indicators[n].words), _opens(page, m), f"{m.full}")
            for n, m in marks.items() if n not in judged]  # fmt: skip
    heads = (_("指标"), _("得分"), _("满分"))
    panel = Panel(_("材料计算"), f"{value} / {full}", heads=heads, rows=rows)
    panel.source = _scheme_source(page)
    return panel


def _scheme_source(page: CasePage) -> str:
    scheme = page.file.scheme
    return _("方案 %(name)s 第 %(version)s 版，指纹 %(print)s") % {
        "name": scheme.id, "version": scheme.version, "print": scheme.fingerprint[:12],
    }  # fmt: skip


def dimension(page: CasePage, name: str) -> Panel:
    """Return the marks of a dimension with what was met."""
    file, kind = page.file, page.review.type
    dim, found = file.scheme.dimensions[name], file.score
    floor = file.scheme.decision.floors[page.review.tier][name]
    items = [i for i in file.scheme.used(kind) if i.dimension == name]
    rows: list[tuple[Any, ...]] = []
    hidden = False
    for item in items:
        if item.kind == "panel" and not page.sight.scores:
            hidden = True
            rows.append((label(item.words), "—", f"{item.marks[kind]}", _("专家评判，尚不公开")))
            continue
        mark = found.marks[item.id]
        rows.append((label(item.words), _opens(page, mark), f"{mark.full}", _tail(page, mark)))
    shown = "—" if hidden else f"{found.dims[name]}"
    panel = Panel(label(dim.words), shown, rows=rows)
    panel.heads = (_("指标"), _("得分"), _("满分"), _("依据"))
    words = _("单项下限是满分的 %(floor)s%%，即 %(marks)s 分；低于下限最高为附条件准入。")
    least = floor * dim.weight[kind] / 100
    panel.says.append(
        words % {"floor": f"{floor.normalize():f}", "marks": f"{least.normalize():f}"}
    )
    panel.source = _scheme_source(page)
    return panel


def _tail(page: CasePage, mark: Mark) -> str:
    """Return the reason of a mark without its head."""
    line = mark_line(page.file.score, mark, language())
    stop = "；" if language() == "zh" else "; "
    return line.partition(stop)[2] or line


def indicator(page: CasePage, item: Indicator) -> Panel:
    """Return one mark: the value, the bands with the one that was met, rule and evidence."""
    file, kind, scheme = page.file, page.review.type, page.file.scheme
    mark = file.score.marks[item.id]
    judged = item.kind == "panel"
    if judged and not page.sight.scores:
        panel = Panel(label(item.words), "—", [_("专家评判；评审关闭前不公开。")])
    else:
        panel = Panel(label(item.words), f"{_two(mark)} / {mark.full}", [_tail(page, mark)])
        if judged:
            panel.heads, panel.rows = _levels(page, item.id)
    panel.bands = _bands(file.scheme, item, kind, page)
    names = [item.id, item.inputs.get(kind, "")]
    panel.evidence = evidence(page, names)
    panel.told = next((file.values[n] for n in names if n in file.values), None)
    if panel.told is not None:
        panel.said = value_words(file.scheme, panel.told.name, panel.told.value)
    panel.source = _("%(scheme)s；依据 %(src)s") % {
        "scheme": _scheme_source(page), "src": basis_words(scheme, item.words.src),
    }  # fmt: skip
    return panel


def _levels(page: CasePage, item: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    from gaoxin.review.queries.statistics import lines_of

    words = {"lowest": _("最低，不计"), "highest": _("最高，不计")}
    rows: list[tuple[Any, ...]] = [
        (_("专家 %(letter)s") % {"letter": line.letter}, f"{line.levels[item]}",
         f"{line.marks[item]}", words.get(line.trimmed, ""))
        for line in lines_of(page.file)
    ]  # fmt: skip
    return (_("专家"), _("等级"), _("得分"), ""), rows


def _bands(
    scheme: Scheme, item: Indicator, kind: str, page: CasePage
) -> list[tuple[str, str, bool]]:
    """Return the steps of an indicator: what is asked, which share it gives, whether it was met."""
    if item.kind == "class":
        chosen = page.file.values.get(item.id)
        return [
            (label(grade.words), f"{grade.share * 100:.0f}%",
             chosen is not None and chosen.value == name)
            for name, grade in item.classes.items()
        ]  # fmt: skip
    if item.kind == "panel":
        return [(f"{level} {words}", "", False) for level, words in sorted(item.anchors.items())]
    bands = item.bands[kind]
    mark = page.file.score.marks[item.id]
    share = None if mark.missing else mark.value / Fraction(mark.full)
    sign = SIGNS.get(bands.op, bands.op)
    floor = _floor(scheme, item, page)
    found = [
        (f"{sign} {step.normalize():f}{floor} {item.unit}".strip(), f"{part * 100:.0f}%",
         share is not None and share == part)
        for step, part in bands.steps
    ]  # fmt: skip
    last = bands.otherwise
    return [*found, (_("其他"), f"{last * 100:.0f}%", share is not None and share == last)]


def _floor(scheme: Scheme, item: Indicator, page: CasePage) -> str:
    if not item.over:
        return ""
    industry = str(page.file.case.facts.get("industry") or "default")
    value = scheme.standards[industry][item.over]
    return _(" × 行业下限 %(value)s") % {"value": f"{value.normalize():f}"}


def value(page: CasePage, name: str) -> Panel:
    """Return one value of the dossier with who told it, and its evidence."""
    row = page.file.values[name]
    scheme = page.file.scheme
    said = value_words(scheme, name, row.value)
    panel = Panel(figure_words(scheme, name), said, told=row, said=said)
    panel.evidence = evidence(page, [name])
    return panel


def evidence(page: CasePage, names: list[str]) -> list[Citation]:
    """Return the cited places that prove one of the names."""
    found = citations_of("review.review", [page.review.pk]).get(page.review.pk, [])
    wanted = {name for name in names if name}
    return [each for each in found if each.field in wanted]


def quorum(page: CasePage) -> Panel:
    """Return who counts for the quorum, by letter."""
    file = page.file
    if file.panel is None or file.panel_row is None:
        raise Http404
    bar, letters = page.facts["bar"], labels_of(list(file.panel_row.seats.all()))
    rows: list[tuple[Any, ...]] = [
        (_("专家 %(letter)s") % {"letter": letters[name]},
         _("已签") if file.panel.has_signed(name) else _("未签"))
        for name in file.panel.active
    ]  # fmt: skip
    shown = f"{bar.quorum.signed} / {bar.quorum.seats}"
    panel = Panel(_("法定人数"), shown, list(bar.causes), (_("席位"), _("签名")), rows)
    words = _("法定人数为到席者的 %(share)s，至少 %(least)s 人；回避的人不计入任何数。")
    rule = file.scheme.panel
    panel.says.append(words % {"share": rule.quorum, "least": rule.min_valid})
    panel.source = _scheme_source(page)
    return panel


def vetoes(page: CasePage) -> Panel:
    """Return every veto with its bureau's answer."""
    words = {"open": _("未签认"), "raised": _("触发"), "clear": _("不触发")}
    rows: list[tuple[Any, ...]] = [
        (f"{line.name} {line.words}", line.bureau, words[line.state], line.on or "—")
        for line in page.facts["vetoes"]
    ]
    shown = f"{page.facts['raised']} / {len(rows)}"
    heads = (_("条目"), _("部门"), _("答复"), _("日期"))
    return Panel(_("一票否决"), shown, heads=heads, rows=rows, source=_scheme_source(page))


def spread(page: CasePage) -> Panel:
    """Return the spread of the sheets: subtotals as of 100."""
    found = page.file.spread
    if found is None:
        raise Http404
    panel = Panel(_("专家分歧"), f"{found.range}", [found.words(language())])
    full = page.judged[1]
    panel.heads = (_("专家"), _("小计"), _("折百分"))
    panel.rows = [
        (_("专家 %(letter)s") % {"letter": line.letter}, f"{line.subtotal}",
         f"{line.subtotal * 100 / full:.1f}")
        for line in page.facts["experts"]["lines"]
    ]  # fmt: skip
    rule = page.file.scheme.panel
    words = _("超过 %(range)s 分、标准差超过 %(sd)s、单项差到 %(levels)s 级，任一项即须合议。")
    told = {"range": rule.spread_range, "sd": rule.spread_sd, "levels": rule.spread_levels or "—"}
    panel.says.append(words % told)
    panel.source = _scheme_source(page)
    return panel
