"""How much a package may hold: it is measured before it is parsed, so that no file can fill the memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

MAX_BYTES = 200_000_000  # of all that a package holds, unpacked: a small archive may unpack to more than the memory
MAX_COLUMNS = 500  # of one table
MAX_CELLS = 12_000_000  # of one table, and of all sheets of a workbook
MAX_STYLES = 20_000_000  # bytes of a workbook's styles: they are parsed whole, and say nothing that is read
CHUNK = 1 << 20
CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')


class TooLarge(Exception):
    """A package that holds more than is read; the message says in words what and how much."""


def too_many_bytes(name: str) -> TooLarge:
    """The refusal of a file, with what would help."""
    return TooLarge(
        f"{name} makes the package larger than {MAX_BYTES // 1_000_000} MB unpacked; split it by year or country"
    )


def check_table(columns: int, rows: int) -> None:
    """Lets a table of this size pass. TooLarge otherwise."""
    if columns > MAX_COLUMNS:
        raise TooLarge(f"the first row has {columns:,} columns; at most {MAX_COLUMNS:,} are read")
    if rows * max(columns, 1) > MAX_CELLS:
        raise TooLarge(f"{rows:,} rows are more than can be read; split the package by year or country")


class Unpacking:
    """Reads the files of an archive, together up to MAX_BYTES, whatever its directory says of their size."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.left = archive, MAX_BYTES

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece. TooLarge when the archive has given as much as it may."""
        with self.archive.open(name) as file:
            while piece := file.read(CHUNK):
                self.left -= len(piece)
                if self.left < 0:
                    raise too_many_bytes(name)
                yield piece

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return b"".join(self.chunks(name))


def check_workbook(archive: zipfile.ZipFile) -> None:
    """Lets a workbook pass whose sheets can be laid out in memory. TooLarge otherwise.

    A reader lays a sheet out as a rectangle: one cell in the last row of the last column makes it as large as can be.
    """
    unpacking, cells = Unpacking(archive), 0
    for info in archive.infolist():
        name = info.filename.replace("\\", "/").lower()
        if name.endswith("styles.xml") and info.file_size > MAX_STYLES:
            raise TooLarge(
                "the workbook holds far too many formats of cells; copy the sheets as values into a new workbook"
            )
        is_sheet = "worksheets/" in name and name.endswith(".xml")
        rows = columns = 0
        rest = b""
        for piece in unpacking.chunks(info.filename):
            if not is_sheet:
                continue
            text = rest + piece
            for letters, row in CELL.findall(text):
                rows = max(rows, int(row))
                columns = max(columns, _column(letters))
            rest = text[-200:]
        cells += rows * columns
        if columns > MAX_COLUMNS or cells > MAX_CELLS:
            raise TooLarge(
                f"{info.filename} has a cell in row {rows:,}, column {columns:,}; "
                "delete the empty rows and columns around the table, or split the package"
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
