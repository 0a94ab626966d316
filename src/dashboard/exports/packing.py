"""ZIP archives with the same bytes every time: one fixed day, one mode, on every system."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable

EARLIEST, LATEST = dt.date(1980, 1, 1), dt.date(2107, 12, 31)  # the days that a ZIP knows


def packed(files: Iterable[tuple[str, bytes]], day: dt.date) -> bytes:
    """A ZIP of these files (name, content) in their order, each dated with `day`."""
    day = min(max(day, EARLIEST), LATEST)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()


def packed_again(archive: bytes, day: dt.date, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The ZIP with its files in their own order, dated with `day`; `change` (name, content) gives their content."""
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        files = [(member.filename, old.read(member)) for member in old.infolist()]
    return packed(((name, change(name, content) if change else content) for name, content in files), day)
