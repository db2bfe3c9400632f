"""The backup file: a tar with `database.dump`, `media/...` and, last, `manifest.json` with their checksums."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from .exceptions import BackupDamaged

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
MEDIA = "media/"
_CHUNK = 1 << 20


@dataclass
class Manifest:
    """What a backup file holds and where it comes from."""

    made_at: str
    server_major: int
    migrations: list[str]
    rows: dict[str, int]
    left_out: list[str]
    checksums: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class _Hashing:
    """A file that computes its checksum while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._file.read(size)
        self.digest.update(part)
        return part


def write_archive(target: IO[bytes], *, manifest: Manifest, dump: Path, media: Path) -> None:
    """Write the dump, every file below `media` and the manifest with their checksums."""
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, dump, DUMP, manifest)
        for path in files_below(media):
            _add(archive, path, MEDIA + path.relative_to(media).as_posix(), manifest)
        text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        archive.addfile(entry, io.BytesIO(text))


def files_below(directory: Path) -> Iterator[Path]:
    """Yield every regular file below `directory`, in the order of its names."""
    if directory.is_dir():
        yield from (path for path in sorted(directory.rglob("*")) if path.is_file() and not path.is_symlink())


def _add(archive: tarfile.TarFile, path: Path, name: str, manifest: Manifest) -> None:
    with path.open("rb") as file:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = os.fstat(file.fileno()).st_size, 0o600
        hashing = _Hashing(file)
        archive.addfile(entry, hashing)
    manifest.checksums[name] = hashing.digest.hexdigest()


def read_manifest(path: Path) -> Manifest:
    """Return what a backup file says about itself. Raises BackupDamaged when it is no backup."""
    try:
        with tarfile.open(path, mode="r:") as archive:
            member = archive.extractfile(MANIFEST)
            content: dict[str, Any] = json.loads(member.read()) if member else {}
        manifest = Manifest(**content)
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BackupDamaged(f"{path} is not a complete backup file ({reason}).") from error
    if manifest.format != FORMAT or DUMP not in manifest.checksums:
        raise BackupDamaged(f"{path} has a form that this version cannot read.")
    return manifest


def verify_archive(path: Path, manifest: Manifest) -> None:
    """Compare every member with its checksum. Raises BackupDamaged when one differs, is missing or is too many."""
    seen: dict[str, str] = {}
    try:
        with tarfile.open(path, mode="r:") as archive:
            for entry in archive:
                member = archive.extractfile(entry)
                if entry.name == MANIFEST or member is None:
                    continue
                digest = hashlib.sha256()
                while part := member.read(_CHUNK):
                    digest.update(part)
                seen[entry.name] = digest.hexdigest()
    except (OSError, tarfile.TarError) as error:
        raise BackupDamaged(f"{path} cannot be read to its end ({error}).") from error
    different = [name for name in {*seen, *manifest.checksums} if seen.get(name) != manifest.checksums.get(name)]
    if different:
        raise BackupDamaged(f"{path} is damaged: {', '.join(sorted(different)[:3])} differs from its checksum.")


def extract_dump(path: Path, target: Path) -> None:
    """Write the database dump of a verified backup to `target`."""
    with tarfile.open(path, mode="r:") as archive:
        _copy(archive, archive.getmember(DUMP), target)


def extract_media(path: Path, media: Path) -> int:
    """Write the attachments of a verified backup below `media`, return how many. Raises BackupDamaged."""
    count = 0
    with tarfile.open(path, mode="r:") as archive:
        for entry in archive:
            if not entry.isfile() or not entry.name.startswith(MEDIA):
                continue
            relative = PurePosixPath(entry.name.removeprefix(MEDIA))
            if relative.is_absolute() or ".." in relative.parts:
                raise BackupDamaged(f"{path} holds a file with a name that leads elsewhere: {entry.name}")
            target = media / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(archive, entry, target)
            count += 1
    return count


def _copy(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> None:
    member = archive.extractfile(entry)
    if member is None:
        raise BackupDamaged(f"{entry.name} in the backup is no file.")
    with target.open("xb") as file:
        while part := member.read(_CHUNK):
            file.write(part)
