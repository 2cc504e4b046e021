"""Clauses (分句): the words left and right of each figure inside its clause and sentence."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaoxin.read.core.quantity import Quantity

_CUT = re.compile(r"[，。；！？：\n;!?,](?:(?<!,)|(?!\d))")
_SENTENCE = frozenset("。；！？\n;!?")
FAR = 48


class Context(NamedTuple):
    """What stands around one figure."""

    left: str  # from the clause's start or the figure before, to the figure
    right: str  # from the figure to the clause's end or the next figure
    clause: int  # where the clause begins
    sentence: int  # where the sentence begins
    first: bool  # no other figure stands before it in the clause
    after: str  # the sign that ends the right side: a cut, or "" when a figure follows
    follow: str  # the words that follow a date or a sum, over the cut


_made: Final = partial(tuple.__new__, Context)  # without a call of Python code


def contexts(text: str, quantities: Sequence[Quantity]) -> list[Context]:
    """The context of every figure, in one walk over the cuts."""
    cuts = [match.start() for match in _CUT.finditer(text)]
    cuts.append(len(text))
    found: list[Context] = []
    index = clause = sentence = previous = 0
    following = [quantity.start for quantity in quantities[1:]]
    following.append(len(text))
    cut = cuts[0]
    for (start, stop, *_), after in zip(quantities, following, strict=False):
        while cut < start:
            clause = cut + 1
            if text[cut] in _SENTENCE:
                sentence = clause
            index += 1
            cut = cuts[index]
        if cut < stop:  # a cut inside the figure itself (2.1∶29.2) is none
            cut = next((later for later in cuts[index:] if later >= stop), cuts[-1])
        end = cut if cut < after else after
        begin = clause if clause > previous else previous
        left = text[begin if start - begin < FAR else start - FAR : start]
        right = text[stop : end if end - stop < FAR else stop + FAR]
        sign = text[end : end + 1] if end == cut else ""
        follow = text[stop : stop + 30]
        found.append(_made((left, right, clause, sentence, begin == clause, sign, follow)))
        previous = stop
        cut = cuts[index]
    return found
