"""Assembles the image that serves a model, as an OCI image layout, byte for byte the same each time.

Two uncompressed tar layers: `/app/serve` (this folder's serving code) and `/app/model` (the model file). Python and the
packages of `requirements.txt` are not in it: the base layer is the adopter's. So the digest pins what this repository is
responsible for, and a registry gets it with any tool that copies OCI layouts.
Source: OCI Image Format Specification 1.1 (manifest, config, layout).
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tarfile
from pathlib import Path

from artifact import FILE

SERVE = Path(__file__).with_name("serve")
OWNER = 65532
"""Group and user that need no rights."""


def assemble(model: str, version: str, content: bytes, into: Path) -> str:
    """Writes the layout and returns the manifest's digest, `sha256:` and 64 hexadecimal digits."""
    shutil.rmtree(into, ignore_errors=True)
    blobs = into / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def blob(kind: str, data: bytes) -> dict[str, object]:
        digest = hashlib.sha256(data).hexdigest()
        (blobs / digest).write_bytes(data)
        return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(data)}

    code = {f"app/serve/{file.relative_to(SERVE).as_posix()}": file.read_bytes() for file in sorted(SERVE.rglob("*.py"))}
    layers = [blob("application/vnd.oci.image.layer.v1.tar", tar(files)) for files in (code, {f"app/model/{FILE}": content})]
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {
            "User": f"{OWNER}:{OWNER}",
            "WorkingDir": "/app",
            "Entrypoint": ["python3", "-m", "serve", "--model", f"/app/model/{FILE}"],
            "ExposedPorts": {"8080/tcp": {}},
            "Labels": {"org.opencontainers.image.title": model, "org.opencontainers.image.version": version},
        },
        "rootfs": {"type": "layers", "diff_ids": [layer["digest"] for layer in layers]},
    }
    described = blob("application/vnd.oci.image.config.v1+json", compact(config))
    kind = "application/vnd.oci.image.manifest.v1+json"
    manifest = blob(kind, compact({"schemaVersion": 2, "mediaType": kind, "config": described, "layers": layers}))
    (into / "oci-layout").write_bytes(compact({"imageLayoutVersion": "1.0.0"}))
    named = {**manifest, "annotations": {"org.opencontainers.image.ref.name": version}}
    (into / "index.json").write_bytes(
        compact({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [named]})
    )
    return str(manifest["digest"])


def compact(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("utf-8")


def tar(files: dict[str, bytes]) -> bytes:
    """Folders first, then files by name; no times, no names of users."""
    folders = sorted({parent.as_posix() for name in files for parent in Path(name).parents} - {"."})
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in folders:
            archive.addfile(entry(name, tarfile.DIRTYPE, 0o755, 0))
        for name, content in sorted(files.items()):
            archive.addfile(entry(name, tarfile.REGTYPE, 0o444, len(content)), io.BytesIO(content))
    return made.getvalue()


def entry(name: str, kind: bytes, mode: int, size: int) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.mode, made.size, made.mtime = kind, mode, size, 0
    return made
