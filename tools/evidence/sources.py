"""Public data that comes inside a wheel: downloaded with its sha256 pinned, unpacked, and pinned once more by the CSV's own."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from errors import EvidenceError

REQUIREMENTS = Path(__file__).with_name("data-requirements.txt")


@dataclass(frozen=True)
class Source:
    """One CSV inside one wheel. `rows` counts records without the header; `licence` is the data's, not the wheel's code's."""

    package: str
    member: str
    sha256: str
    rows: int
    name: str
    source: str
    licence: str

    @property
    def version(self) -> str:
        return pin(self.package)[0]


def pin(package: str) -> tuple[str, str]:
    """Version and sha256 of a package as `data-requirements.txt` pins it."""
    for line in REQUIREMENTS.read_text().splitlines():
        name, _, rest = line.partition("==")
        if name == package:
            version, _, digest = rest.partition(" --hash=sha256:")
            return version, digest
    raise EvidenceError(
        "evidence.unpinned_data", f"{REQUIREMENTS.name}: no line for {package}; expected a version and a sha256", "Add the line."
    )


def read(source: Source) -> list[dict[str, str]]:
    """All records in the file's order. Raises EvidenceError when a byte differs from what is pinned."""
    with zipfile.ZipFile(wheel(source.package)) as archive:
        data = archive.read(source.member)
    digest = hashlib.sha256(data).hexdigest()
    if digest != source.sha256:
        raise EvidenceError(
            "evidence.data_changed",
            f"{source.package}: {source.member} has sha256 {digest}; expected {source.sha256}",
            "Look at what changed in the data before you change the pin.",
        )
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
    if len(rows) != source.rows:
        raise EvidenceError(
            "evidence.data_changed", f"{source.member}: {len(rows)} rows; expected {source.rows}", "Correct the count in data.py."
        )
    return rows


def wheel(package: str) -> Path:
    """The package's wheel in the cache, downloaded by pip if it is not there yet."""
    version, digest = pin(package)
    folder = cache() / "wheels" / digest
    found = sorted(folder.glob("*.whl"))
    if found and hashlib.sha256(found[0].read_bytes()).hexdigest() == digest:
        return found[0]
    print(f"evidence: downloading {package} {version}", file=sys.stderr)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        download(f"{package}=={version} --hash=sha256:{digest}\n", Path(scratch))
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file in Path(scratch).glob("*.whl"):
            os.replace(file, folder / file.name)
    return next(folder.glob("*.whl"))


def download(requirement: str, into: Path) -> None:
    """`pip download` checks the sha256 itself (`--require-hashes`)."""
    listed = into / "requirements.txt"
    listed.write_text(requirement)
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    done = subprocess.run([*command, "--only-binary", ":all:", "-d", str(into), "-r", str(listed)], capture_output=True, text=True)
    if done.returncode != 0:
        raise EvidenceError(
            "evidence.download_failed",
            f"pip download: exit code {done.returncode}; expected 0\n{done.stderr.strip()}",
            "Check the network, or the package index that pip is configured with, and run again.",
        )


def cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "modelgate"
