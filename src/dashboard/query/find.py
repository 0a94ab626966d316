"""Finding things by a word: actions, organisations, cities and demands, in all languages at once."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.i18n import DEFAULT_LANGUAGE
from dashboard.package.dataset import Dataset
from dashboard.query.search import matches, row_texts

# What can be found besides actions, by the kind of its record: table and the columns that are searched.
GROUPS = {
    "organisation": ("organisations", ("name", "name_in_source")),
    "place": ("places", ("name", "name_in_source", "other_names")),
    "theme": ("themes", ("label",)),
    "demand": ("demands", ("text",)),
}


def find(dataset: Dataset, query: str) -> dict[str, list[str]]:
    """The ids of what carries every word of the query in its own texts, by kind; kinds without any are absent."""
    found = {}
    for kind in GROUPS:
        texts = _texts(dataset.in_language(DEFAULT_LANGUAGE), kind)
        ids = texts.index[matches(texts, query)].tolist()
        if ids:
            found[kind] = ids
    return found


@lru_cache(maxsize=16)
def _texts(dataset: Dataset, kind: str) -> pd.Series:
    table, columns = GROUPS[kind]
    return row_texts(dataset, table, columns)
