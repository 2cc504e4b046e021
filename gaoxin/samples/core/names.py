"""Names (名称): of projects and firms, each once; credit codes with a right check character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gaoxin.ledger.core.creditcode import ALPHABET, check_character
from gaoxin.samples.core.material import Product, products, read

if TYPE_CHECKING:
    from random import Random

# 9 = industry and commerce, 1 = enterprise; 9901 is the division of no real place.
CODE_HEAD = "91990100"
ORDINALS = "二三四五六七八九十"


class Names:
    """Draws names and never gives one twice."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._used: set[str] = set()
        self._drawn: dict[str, int] = {}

    def product(self, park: str) -> Product:
        """Return a product of the park, all of them in turn."""
        number = self._drawn.get(park, self.rng.randrange(7))
        self._drawn[park] = number + 1
        return products()[park][number % len(products()[park])]

    def project(self, product: Product) -> str:
        """Return a project name, with a number where all forms of the product are used."""
        words = read("materials")
        forms = words["service_forms" if product.park == "services" else "forms"]
        start = self.rng.randrange(len(forms))
        names = [product.name + forms[(start + n) % len(forms)] for n in range(len(forms))]
        return self._once(names)

    def firm(self, trade: str) -> str:
        """Return a name for a firm of a trade, marked as invented at both ends."""
        marks = read("materials")["marks"]
        start = self.rng.randrange(len(marks))
        turned = [marks[(start + n) % len(marks)] for n in range(len(marks))]
        return self._once([f"示例{mark}{trade}有限公司（演示）" for mark in turned])

    def _once(self, names: list[str]) -> str:
        free = next((name for name in names if name not in self._used), "")
        number = 2
        while not free:
            longer = _numbered(names[0], number)
            free = "" if longer in self._used else longer
            number += 1
        self._used.add(free)
        return free

    def credit_code(self) -> str:
        """Return a code of no registered firm whose check character agrees."""
        body = "".join(self.rng.choice(ALPHABET) for _ in range(9))
        return CODE_HEAD + body + check_character(CODE_HEAD + body)


def _numbered(name: str, number: int) -> str:
    sign = ORDINALS[number - 2] if number <= 10 else str(number)
    head, mark, tail = name.partition("有限公司")
    return f"{head}第{sign}{mark}{tail}" if mark else f"{name}（{sign}号）"
