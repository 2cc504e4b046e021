"""Layout (版式): the measures of GB/T 9704-2012 and the names of the template's styles.

A4; type area 156 × 225 mm; top 37 mm, left 28 mm; 22 lines of 28 characters in 3号 (16 pt); page
number 4号 (14 pt), 7 mm below the type area, odd pages right, even pages left, one character in.
"""

from __future__ import annotations

TWIPS_PER_MM = 1440 / 25.4
PAGE_MM = (210, 297)
TYPE_AREA_MM = (156, 225)
TOP_MM, LEFT_MM = 37, 28
LINES, CHARACTERS = 22, 28
BODY_POINTS = 16


def twips(mm: float) -> int:
    """Return a length in twentieths of a point."""
    return round(mm * TWIPS_PER_MM)


TEXT_WIDTH = twips(TYPE_AREA_MM[0])
# Rounded down, so that the 22nd line still fits.
LINE_PITCH = int(TYPE_AREA_MM[1] * TWIPS_PER_MM / LINES)
# 28 characters of 16 pt are 448 pt, the type area is 442 pt wide: each is set 1/20 pt units closer.
# A character grid would say the same, but some programs then give each character two cells.
CHARACTER_SPACING = int(TYPE_AREA_MM[0] * TWIPS_PER_MM / CHARACTERS) - BODY_POINTS * 20

# Style ids of the template; their names are Chinese, so that an office finds them.
BODY, TITLE, RED_HEAD, MAST, HEADING_1, HEADING_2 = (
    "GxBody", "GxTitle", "GxRedHead", "GxMast", "GxHeading1", "GxHeading2",
)  # fmt: skip
TABLE_TITLE, TABLE_HEAD, TABLE_CELL, CHART, SIGNATURE, CHECK, ANNEX = (
    "GxTableTitle", "GxTableHead", "GxTableCell", "GxChart", "GxSignature", "GxCheck", "GxAnnex",
)  # fmt: skip
# A character style for the leading words of （一） paragraphs.
LEADING = "GxLeading"

XIAOBIAOSONG, FANGSONG, HEITI, KAITI, SONGTI = (
    "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体",
)  # fmt: skip
LATIN = "Times New Roman"
# Where a machine lacks the font of the standard, the next of its kind.
OTHER_NAMES = {
    XIAOBIAOSONG: ("roman", "FZXiaoBiaoSong-B05S,方正小标宋_GBK,小标宋,Noto Serif CJK SC"),
    FANGSONG: ("modern", "仿宋,FangSong,STFangsong,Noto Serif CJK SC"),
    HEITI: ("swiss", "SimHei,STHeiti,Noto Sans CJK SC"),
    KAITI: ("script", "楷体,KaiTi,STKaiti,Noto Serif CJK SC"),
    SONGTI: ("roman", "SimSun,STSong,Noto Serif CJK SC"),
}
