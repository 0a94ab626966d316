"""The rows in view as files: each format is one function from a selection to bytes.

A format is added by writing its module with such a function and one line in `FORMATS`; page buttons, API and
command line offer what stands there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.exports import docx, flat, geojson, html, names, package, pptx, workbook
from dashboard.i18n import Translator
from dashboard.query.selection import Selection


@dataclass(frozen=True)
class Format:
    """One kind of file; `label_message` is to be translated, `make` takes the link of `addresses.file_link`."""

    name: str
    mime: str
    extension: str
    label_message: str
    make: Callable[[Selection, Translator, str], bytes]

    def render(self, selection: Selection, t: Translator, link: str) -> bytes:
        """The file; whoever asks gets the same bytes, and a format that is read by people typesets by itself."""
        return self.make(selection, t.plain, link)


FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        Format("csv", "text/csv; charset=utf-8", "csv", "CSV table", flat.csv),
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            "Excel workbook",
            workbook.render,
        ),
        Format("geojson", "application/geo+json", "geojson", "GeoJSON map data", geojson.render),
        Format("json", "application/json", "json", "JSON for programs", flat.json_rows),
        Format("zip", "application/zip", "zip", "Data Package", package.render),
        Format(
            "pptx",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "pptx",
            "PowerPoint slides",
            pptx.render,
        ),
        Format(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            "Brief for Word",
            docx.render,
        ),
        Format("html", "text/html; charset=utf-8", "html", "Page without a server", html.render),
    )
}


def file_name(selection: Selection, format: Format, t: Translator) -> str:
    """A name that sorts and explains itself: `eeca-actions_naloxone_2019_ru.xlsx`."""
    return f"{names.file_stem(selection, t)}.{format.extension}"
