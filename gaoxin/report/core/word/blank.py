"""Blank template (空白模板): the Word file that an office takes as its start, made from nothing.

The same bytes come out every time; the file beside the room's code is this function's output.
"""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

from gaoxin.report.core.word import layout
from gaoxin.report.core.word.fields import APPENDICES, SECTIONS

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SPACES = f'xmlns:w="{MAIN}" xmlns:r="{RELATIONS}"'
RED = "C00000"


class Style(NamedTuple):
    """A paragraph style: name, font, half points, alignment, and what else its format holds."""

    id: str
    name: str
    font: str
    size: int
    align: str = "both"
    format: str = ""
    looks: str = ""


_EXACT = '<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
_BODY_LINE = _EXACT.format(line=layout.LINE_PITCH)
_CLOSER = f'<w:spacing w:val="{layout.CHARACTER_SPACING}"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_TABLE_LINE = '<w:snapToGrid w:val="0"/>' + _EXACT.format(line=320)
_RULE = (
    f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="4" w:color="{RED}"/></w:pBdr>'
    f'<w:tabs><w:tab w:val="center" w:pos="{layout.TEXT_WIDTH // 2}"/>'
    f'<w:tab w:val="right" w:pos="{layout.TEXT_WIDTH}"/></w:tabs>'
)
_TITLE_SPACE = '<w:spacing w:before="{0}" w:after="{0}" w:line="700" w:lineRule="exact"/>'

STYLES = (
    Style(layout.RED_HEAD, "通报红头", layout.XIAOBIAOSONG, 60, "center",
          '<w:spacing w:before="0" w:after="120" w:line="1000" w:lineRule="exact"/>',
          f'<w:color w:val="{RED}"/>'),
    Style(layout.MAST, "通报版头", layout.FANGSONG, 24, "left", _RULE + _BODY_LINE),
    Style(layout.TITLE, "通报标题", layout.XIAOBIAOSONG, 44, "center",
          _TITLE_SPACE.format(layout.LINE_PITCH // 2)),
    Style(layout.BODY, "通报正文", layout.FANGSONG, 32, "both", _BODY_LINE + _INDENT, _CLOSER),
    Style(layout.HEADING_1, "通报一级标题", layout.HEITI, 32, "both",
          "<w:keepNext/>" + _BODY_LINE + _INDENT, _CLOSER),
    Style(layout.HEADING_2, "通报二级标题", layout.KAITI, 32, "both",
          "<w:keepNext/>" + _BODY_LINE + _INDENT, _CLOSER),
    Style(layout.TABLE_TITLE, "通报表题", layout.HEITI, 24, "center",
          "<w:keepNext/>" + _BODY_LINE),
    Style(layout.TABLE_HEAD, "通报表头", layout.HEITI, 21, "center", _TABLE_LINE),
    Style(layout.TABLE_CELL, "通报表文", layout.FANGSONG, 21, "center", _TABLE_LINE),
    Style(layout.CHART, "通报图", layout.FANGSONG, 21, "center",
          '<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="120" w:after="0"/>'),
    Style(layout.SIGNATURE, "通报落款", layout.FANGSONG, 32, "right",
          _BODY_LINE + '<w:ind w:rightChars="400" w:right="1280"/>'),
    Style(layout.ANNEX, "通报口径", layout.FANGSONG, 21, "both",
          '<w:snapToGrid w:val="0"/>' + _EXACT.format(line=340)
          + '<w:ind w:firstLineChars="200" w:firstLine="420"/>'),
    Style(layout.CHECK, "通报校验", layout.SONGTI, 21, "left",
          '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="000000"/></w:pBdr>'
          '<w:spacing w:before="240" w:after="0" w:line="320" w:lineRule="exact"/>'),
)  # fmt: skip


def blank_template() -> bytes:
    """Return the template as .docx bytes."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations((("officeDocument", "word/document.xml"),)),
        "word/document.xml": _document(),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/footer1.xml": _footer("right", '<w:ind w:rightChars="100" w:right="280"/>'),
        "word/footer2.xml": _footer("left", '<w:ind w:leftChars="100" w:left="280"/>'),
        "word/_rels/document.xml.rels": _relations(
            (
                ("styles", "styles.xml"), ("settings", "settings.xml"),
                ("fontTable", "fontTable.xml"), ("footer", "footer1.xml"),
                ("footer", "footer2.xml"),
            )
        ),
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _HEAD + text)
    return buffer.getvalue()


def _content_types() -> str:
    over = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"), ("styles", "styles"), ("settings", "settings"),
            ("fontTable", "fontTable"), ("footer1", "footer"), ("footer2", "footer"),
        )
    )  # fmt: skip
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f"{over}</Types>"
    )


def _relations(targets: tuple[tuple[str, str], ...]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _document() -> str:
    def line(text: str, style: str) -> str:
        # A tab is an element of its own; the fields on both sides stay whole.
        parts = "<w:r><w:tab/></w:r>".join(
            f'<w:r><w:t xml:space="preserve">{part}</w:t></w:r>' for part in text.split("\t")
        )
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{parts}</w:p>'

    test = "{%p if red_head %}", "{%p endif %}"
    lines = [
        line(test[0], layout.BODY),
        line("{{ red_head }}", layout.RED_HEAD),
        line("{{ issue }}\t{{ organ }}\t{{ issued_on }}", layout.MAST),
        line(test[1], layout.BODY),
        line("{{ title }}", layout.TITLE),
        *(line("{{p " + name + " }}", layout.BODY) for name in ("lead", *SECTIONS)),
        line("", layout.BODY),
        line("{{ organ }}", layout.SIGNATURE),
        line("{{ issued_on }}", layout.SIGNATURE),
        *(line("{{p " + name + " }}", layout.BODY) for name in APPENDICES),
        line("{{ check_line }}", layout.CHECK),
    ]
    return f"<w:document {_SPACES}><w:body>{''.join(lines)}{_page()}</w:body></w:document>"


def _page() -> str:
    mm = layout.twips
    width, height = (mm(side) for side in layout.PAGE_MM)
    right = width - mm(layout.LEFT_MM) - layout.TEXT_WIDTH
    bottom = height - mm(layout.TOP_MM) - mm(layout.TYPE_AREA_MM[1])
    # The number's upper edge is 7 mm below the type area; its line is 14 pt high.
    footer = bottom - mm(7) - 280
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"/><w:pgMar w:top="{mm(layout.TOP_MM)}" '
        f'w:right="{right}" w:bottom="{bottom}" w:left="{mm(layout.LEFT_MM)}" w:header="850" '
        f'w:footer="{footer}" w:gutter="0"/><w:docGrid w:type="lines" '
        f'w:linePitch="{layout.LINE_PITCH}"/></w:sectPr>'
    )


def _styles() -> str:
    base = _looks(layout.FANGSONG, layout.BODY_POINTS * 2)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{base}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f'<w:pPr><w:jc w:val="both"/></w:pPr><w:rPr>{base}</w:rPr></w:style>'
    )
    leading = (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{layout.LEADING}">'
        f'<w:name w:val="通报段首语"/><w:rPr>{_looks(layout.KAITI, 32, _CLOSER)}</w:rPr></w:style>'
    )
    made = "".join(_style(style) for style in STYLES)
    return f"<w:styles {_SPACES}>{defaults}{made}{leading}</w:styles>"


def _looks(font: str, size: int, more: str = "") -> str:
    return (
        f'<w:rFonts w:ascii="{layout.LATIN}" w:hAnsi="{layout.LATIN}" w:eastAsia="{font}" '
        f'w:cs="{layout.LATIN}"/>{more}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _style(style: Style) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{style.format}<w:jc w:val="{style.align}"/></w:pPr>'
        f"<w:rPr>{_looks(style.font, style.size, style.looks)}</w:rPr></w:style>"
    )


def _settings() -> str:
    return (
        f"<w:settings {_SPACES}><w:evenAndOddHeaders/>"
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def _fonts() -> str:
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, (family, other) in layout.OTHER_NAMES.items()
    )
    return f"<w:fonts {_SPACES}>{rows}</w:fonts>"


def _footer(align: str, indent: str) -> str:
    looks = f"<w:rPr>{_looks(layout.SONGTI, 28)}</w:rPr>"
    dash = f"<w:r>{looks}<w:t>—</w:t></w:r>"
    field = (
        f'<w:r>{looks}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{looks}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{looks}<w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r>{looks}<w:t>1</w:t></w:r><w:r>{looks}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'<w:ftr {_SPACES}><w:p><w:pPr>{indent}<w:jc w:val="{align}"/></w:pPr>'
        f"{dash}{field}{dash}</w:p></w:ftr>"
    )
