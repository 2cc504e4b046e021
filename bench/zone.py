"""A zone of 10,000 projects and 36 months for other measurements; built once, then kept.

Other benches: `from zone import open_zone`, before they import Django. Run alone it says how long
the building took, and how many rows there are. Run: python bench/zone.py [projects]
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gaoxin.ledger.models import Zone

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 25)


def open_zone(projects: int = 10_000) -> Zone:
    """Return the zone of so many projects, with Django ready and today fixed."""
    home = ROOT / "var" / f"bench-{projects}"
    os.environ["GAOXIN_HOME"] = str(home)
    os.environ["GAOXIN_TODAY"] = TODAY.isoformat()
    os.environ.pop("GAOXIN_DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gaoxin.config.settings")
    import django

    django.setup()
    from gaoxin.samples import master
    from gaoxin.samples.demo import prepare_database
    from gaoxin.samples.volume import build_volume

    prepare_database()
    if master.demo_zone() is None:
        began, cpu = time.monotonic(), time.process_time()
        said = build_volume(projects, today=TODAY)
        spent = time.monotonic() - began, time.process_time() - cpu
        print(f"built in {spent[0]:.1f} s ({spent[1]:.1f} s CPU): {said}")
    zone = master.demo_zone()
    if zone is None:
        raise SystemExit("the zone was not built")
    return zone


def main() -> None:
    """Build the zone where it is missing and count its rows."""
    zone = open_zone(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    from gaoxin.ledger.models import Milestone, Posting, Project
    from gaoxin.track.models import Submission, Visit

    counts = {
        m.__name__: m.objects.count() for m in (Project, Milestone, Posting, Visit, Submission)
    }
    print(f"{zone.name}: " + ", ".join(f"{name} {count:,}" for name, count in counts.items()))
    size = (Path(os.environ["GAOXIN_HOME"]) / "gaoxin.sqlite3").stat().st_size
    print(f"database {size / 1_000_000:.0f} MB")


if __name__ == "__main__":
    main()
