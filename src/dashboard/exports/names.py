"""Names of files: they sort together and tell what is inside, in plain ASCII."""

from __future__ import annotations

import re
import unicodedata

from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.filters import MULTIPLE
from dashboard.query.selection import Selection

MAX_FILTERS = 60  # characters of a name that the filters may take


def file_stem(selection: Selection, t: Translator) -> str:
    """What the rows are, which filters, which years, in which language: `eeca-actions_naloxone_2019_ru`.

    The parts are joined by `_` and hold none. Filters that are too long for a name end in `-etc`.
    """
    parts = [prefix(selection.dataset), _filters(selection), _years(selection), t.language]
    return "_".join(part for part in parts if part)


def prefix(dataset: Dataset) -> str:
    """The beginning of every file's name: the descriptor's own `filePrefix`, else the package's name."""
    return _plain(dataset.schema.file_prefix or dataset.schema.name) or "actions"


def _filters(selection: Selection) -> str:
    filters = selection.filters
    parts: list[str] = []
    for name in MULTIPLE:
        if name != "year":  # the years have their own place in the name
            joiner = "-and-" if name == "theme" and filters.theme_mode == "all" else "-"
            parts.append(joiner.join(_plain(code) for code in getattr(filters, name)))
    if filters.start:
        parts.append(f"from-{filters.start.isoformat()}")
    if filters.end:
        parts.append(f"to-{filters.end.isoformat()}")
    if filters.counted:
        parts.append("counted")
    if filters.q:
        parts.append(_plain(filters.q) or "search")
    whole = "-".join(part for part in parts if part)
    if len(whole) <= MAX_FILTERS:
        return whole
    return whole[: MAX_FILTERS - 4].rsplit("-", 1)[0] + "-etc"


def _years(selection: Selection) -> str:
    """ "2019", or "2019-2021" for the first and the last; nothing where there is no action.

    An action's id carries its year even where the report gives no date.
    """
    years = sorted(selection["actions"]["action_id"].str.extract(r"-(\d{4})-", expand=False).dropna().unique())
    return "-".join(dict.fromkeys((years[0], years[-1]))) if years else ""


def _plain(text: str) -> str:
    """The letters and digits of a text that every file system takes, other characters as single hyphens."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", ascii_only).strip("-.")
