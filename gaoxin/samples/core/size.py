"""Size of a demo (演示规模): how many projects are signed in each year, talked about, or lost."""

from __future__ import annotations

from dataclasses import dataclass

YI = 100_000_000
# 平顶山高新区 2022: 66 projects signed, 166.6亿元 planned in total. The totals are public; the
# projects here are invented.
SIGNED = (66, 68)
TOTALS = (16_660_000_000, 18_840_000_000)
LEADS, TALKS, ADMITTED, LOST = 44, 46, 30, 96


@dataclass(frozen=True, slots=True)
class Size:
    """Projects by year of signing with their planned total in yuan, and those not signed."""

    months: int
    signed: tuple[int, ...]
    totals: tuple[int, ...]
    leads: int
    talks: int
    admitted: int
    lost: int
    # Whether the final month comes as workbooks; where not, it is history like the others.
    workbooks: bool = True

    @property
    def projects(self) -> int:
        """Return the number of all projects."""
        return sum(self.signed) + self.leads + self.talks + self.admitted + self.lost


DEMO = Size(24, SIGNED, TOTALS, LEADS, TALKS, ADMITTED, LOST)


def sized(projects: int, months: int) -> Size:
    """Return a size of so many projects over whole years, in the proportions of the demo."""
    years = max(1, months // 12)
    leads, talks, admitted, lost = (
        projects * part // DEMO.projects for part in (LEADS, TALKS, ADMITTED, LOST)
    )
    left = projects - leads - talks - admitted - lost
    counts = [left // years] * years
    counts[-1] += left - sum(counts)
    totals = [count * TOTALS[0] // SIGNED[0] // YI * YI + YI for count in counts]
    signed, planned = tuple(counts), tuple(totals)
    return Size(months, signed, planned, leads, talks, admitted, lost, workbooks=False)
