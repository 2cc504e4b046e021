"""Commands of the ledger (台账的命令): open a zone, so that accounts and imports have a place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import yaml
from django.utils.translation import gettext as _

from gaoxin.ledger.entry.opening import LISTS, Opening, Row, open_zone
from gaoxin.ledger.models import Department, Indicator, Industry, Park, Zone
from gaoxin.lib.access import System
from gaoxin.lib.errors import UserError

MODELS = {
    "zone": Zone, "parks": Park, "industries": Industry, "departments": Department,
    "indicators": Indicator,
}  # fmt: skip
# Set by the product, not by a file.
KEPT = {"id", "zone", "order"}


@click.group()
def zone() -> None:
    """Zones of this database (高新区)."""


@zone.command()
@click.argument("name", required=False, default="")
@click.option("--code", default="", help="代码，字母数字 code, letters and digits")
@click.option("--short", default="", help="简称 short name")
@click.option("--office", default="", help="通报机关 office that issues bulletins")
@click.option("--park", "parks", multiple=True, help="园区“名称=简称”，可多次 park; repeatable")
@click.option(
    "--from", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="区资料文件，写法同 gaoxin/samples/zone.yaml file of master data",
)  # fmt: skip
def new(file: Path | None, parks: tuple[str, ...], **given: str) -> None:
    """Make a zone with its parks (建区): gaoxin zone new 某高新区 --code mou --park 电气园=电气."""
    read = _read(file) if file is not None else {}
    head = {"name": given["name"], "code": given["code"], "short_name": given["short"],
            "office": given["office"]}  # fmt: skip
    own = {**read.get("zone", {}), **{key: text for key, text in head.items() if text}}
    lists = {name: read.get(name, []) for name in LISTS}
    lists["parks"] = [*lists["parks"], *(_park(text) for text in parks)]
    made = open_zone(Opening(own, lists), by=System())
    names = "、".join(park.name for park in made.parks.all())
    click.echo(_("已建区 %(zone)s：%(parks)s") % {"zone": made.name, "parks": names})
    click.echo(_("下一步建账号：gaoxin people add 账号 --role admin"))


@zone.command("list")
def list_() -> None:
    """List zones with their parks (列出区和园区)."""
    for each in Zone.objects.filter(is_outside=False).order_by("pk"):
        click.echo(f"{each.code} {each.name}")
        for park in each.parks.all():
            click.echo(f"  {park.code} {park.name} {park.short_name}".rstrip())


def _park(text: str) -> Row:
    name, _sign, short = text.partition("=")
    return {"name": name.strip(), "short_name": short.strip()}


def _read(path: Path) -> dict[str, Any]:
    """Return a file of master data; UserError names the file and what it cannot hold."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as why:
        raise UserError(f"{path}: {why}") from None
    if not isinstance(data, dict):
        raise UserError(_("%(path)s：应当有 zone 和 parks。") % {"path": path})
    found = {name: data[name] for name in MODELS if name in data}
    for name, value in found.items():
        _check(path, name, [value] if name == "zone" else value)
    return found


def _check(path: Path, name: str, rows: Any) -> None:
    known = {each.name for each in MODELS[name]._meta.concrete_fields} - KEPT
    for row in rows if isinstance(rows, list) else [rows]:
        strange = set(row) - known if isinstance(row, dict) else {str(row)}
        if strange:
            words = _("%(path)s：%(name)s 里没有“%(key)s”这一项，可用：%(known)s")
            said = {"path": path, "name": name, "key": "、".join(map(str, sorted(strange))),
                    "known": "、".join(sorted(known))}  # fmt: skip
            raise UserError(words % said)
