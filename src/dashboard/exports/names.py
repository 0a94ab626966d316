"""Names of files: they sort together and tell what is inside, in plain ASCII."""

from __future__ import annotations

import re
import unicodedata

from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.filters import FILTERS, Filters
from dashboard.query.selection import Selection

MAX_FILTERS = 60  # characters of a name that the filters may take


def file_stem(selection: Selection, t: Translator) -> str:
    """What the rows are, which filters, which years, in which language: `eeca-actions_naloxone_2019_ru`.

    The parts are joined by `_` and hold none. Filters that are too long for a name end in `-etc`.
    """
    parts = [prefix(selection.dataset), _filters(selection.filters), _years(selection), t.language]
    return "_".join(part for part in parts if part)


def prefix(dataset: Dataset) -> str:
    """The beginning of every file's name: the descriptor's own `filePrefix`, else the package's name."""
    return _plain(dataset.schema.file_prefix or dataset.schema.name) or "actions"


def _filters(filters: Filters) -> str:
    parts: list[str] = []
    for f in FILTERS:
        value = getattr(filters, f.name)
        if f.has_place_in_name and value != f.kind.empty:
            written = [f.kind.in_name.format(parameter=f.parameter, value=one) for one in f.kind.write(value)]
            joiner = "-and-" if filters.needs_all(f.parameter) else "-"
            parts.append(joiner.join(_plain(one) for one in written) or f.unspelt)
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
