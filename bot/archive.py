"""A compressed archive that carries the digest of everything in it, and is read only when it is whole.

The list is the last member: a file that was cut off lacks it, and in one that was altered something does not agree with it.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

LIST = "backup.json"
FORMAT = 1
_QUICK = 1  # vectors and weights, most of it, hardly get smaller by more effort
_AT_ONCE = 1 << 20


class NotWhole(Exception):
    """It cannot be read to its end, or is not what was written; says what was found."""


class Writer:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._files: dict[str, str] = {}
        self._links: dict[str, str] = {}

    def add(self, source: Path, name: str) -> None:
        """A file, or a folder with everything below it; what is a link is followed."""
        if source.is_dir():
            for each in sorted(source.iterdir()):
                self.add(each, f"{name}/{each.name}")
            return
        with source.open("rb") as opened:
            reader = _Digesting(opened)
            self._archive.addfile(self._archive.gettarinfo(arcname=name, fileobj=opened), reader)
        self._files[name] = reader.digest

    def link(self, name: str, target: str) -> None:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = tarfile.SYMTYPE, target
        self._archive.addfile(member)
        self._links[name] = target

    def close(self) -> None:
        content = json.dumps(
            {"format": FORMAT, "files": self._files, "links": self._links}, indent=1
        ).encode()
        member = tarfile.TarInfo(LIST)
        member.size = len(content)
        self._archive.addfile(member, io.BytesIO(content))


@contextmanager
def writing(target: Path) -> Iterator[Writer]:
    """`target` is there whole or not at all."""
    partial = target.with_name(f"{target.name}.partial")
    try:
        with tarfile.open(partial, "w:gz", compresslevel=_QUICK) as archive:
            writer = Writer(archive)
            yield writer
            writer.close()
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def verified(source: Path) -> dict[str, int]:
    """Sizes of the files in it by name, after reading all of it. Raises NotWhole."""
    found: dict[str, str] = {}
    links: dict[str, str] = {}
    sizes: dict[str, int] = {}
    listed = None
    with _opened(source) as archive:
        for member in archive:
            if member.issym():
                links[member.name] = member.linkname
            elif not member.isfile():
                raise NotWhole(f"{member.name} 不是文件")
            elif member.name == LIST:
                listed = json.loads(archive.extractfile(member).read())
            else:
                reader = _Digesting(archive.extractfile(member))
                while reader.read(_AT_ONCE):
                    pass
                found[member.name], sizes[member.name] = reader.digest, member.size
        # To the end, where gzip's own checksum is, of what is in no file too.
        while archive.fileobj.read(_AT_ONCE):
            pass
    if listed is None:
        raise NotWhole("缺少清单")
    if listed["format"] != FORMAT:
        raise NotWhole("清单是另一版程序写的")
    if other := sorted(_differences(found | links, listed["files"] | listed["links"])):
        raise NotWhole(f"{other[0]} 和清单不符")
    return sizes


def extract(source: Path, folder: Path) -> None:
    """What `verified` has read. Raises NotWhole."""
    with _opened(source) as archive:
        archive.extractall(folder, filter="data")
    (folder / LIST).unlink()


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            yield archive
    except (EOFError, zlib.error, tarfile.TarError, ValueError, LookupError, TypeError) as error:
        raise NotWhole(type(error).__name__) from error
    except OSError as error:  # gzip says by one without a number that the bytes are none of its own
        raise NotWhole(error.strerror or type(error).__name__) from error


def _differences(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


class _Digesting:
    """Reads a file and takes its digest on the way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        read = self._file.read(size)
        self._digest.update(read)
        return read

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()
