"""Search by words, of actions and of other things: without regard to language, case, accents, or the old and new
names of cities."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

import pandas as pd

from dashboard.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from dashboard.package.dataset import Dataset
from dashboard.package.problems import row_ids

# What each table adds to the text of an action: the table that joins it to actions (None: it names its action
# itself) with the join's key, and the columns that a person would search for.
_TEXTS: tuple[tuple[str, str | None, str, tuple[str, ...]], ...] = (
    (
        "actions",
        None,
        "action_id",
        ("action_id", "title", "summary", "date_text", "participants_text", "source_section"),
    ),
    ("action_types", "actions", "action_type", ("label",)),
    ("places", "action_places", "place_id", ("name", "name_in_source", "other_names")),
    ("action_places", None, "action_id", ("venue",)),
    ("organisations", "action_organisations", "organisation_id", ("name", "name_in_source")),
    ("themes", "action_themes", "theme_id", ("label",)),
    ("slogans", None, "slogan_id", ("text",)),
    ("outputs", None, "output_id", ("unit",)),
    ("demands", "demand_actions", "demand_id", ("text",)),
    ("outcomes", "outcome_actions", "outcome_id", ("text", "follow_up_text")),
)
# What can be found besides actions, by the kind of its record: table and the columns that are searched.
_OTHERS = {
    "organisation": ("organisations", ("name", "name_in_source")),
    "place": ("places", ("name", "name_in_source", "other_names")),
    "theme": ("themes", ("label",)),
    "demand": ("demands", ("text",)),
}
_ACCENTS = re.compile("[\u0300-\u036f]")  # combining marks, once letters and accents are taken apart
_BREAKS = re.compile("[-\u2010-\u2015'\u2019]")


def normalise(text: str) -> str:
    """The text in lower case without accents, ё as е, dashes and apostrophes as spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_BREAKS.sub(" ", _ACCENTS.sub("", decomposed)).split())


def matches(haystack: pd.Series, query: str) -> pd.Series:
    """True where a normalised text holds every word of the query; the words may stand in any order."""
    found = pd.Series(True, index=haystack.index)
    for word in normalise(query).split():
        found &= haystack.str.contains(word, regex=False)
    return found


def row_texts(dataset: Dataset, table: str, columns: Iterable[str]) -> pd.Series:
    """The normalised text of every row of one table in all languages at once, indexed as `problems.row_ids`."""
    frame = dataset[table]
    columns = [column for column in columns if column in frame]
    parts = frame[columns].astype("string").fillna("").agg(" ".join, axis=1).tolist() if len(frame) else []
    ids = row_ids(dataset.schema.resources[table], frame).tolist()
    translated: dict[str, list[str]] = {}
    for texts in dataset.translations.values():
        for (of_table, row_id, column), text in texts.items():
            if of_table == table and column in columns:
                translated.setdefault(row_id, []).append(text)
    return pd.Series(
        [normalise(" ".join([part, *translated.get(i, [])])) for i, part in zip(ids, parts, strict=True)],
        index=pd.Index(ids),
        dtype="str",
    )


def action_index(dataset: Dataset) -> pd.Series:
    """All that can be searched of each action, normalised, indexed by `action_id`.

    Built once a dataset from its own texts, all translations and the names of countries in every language of
    the atlas, whatever language it is shown in.
    """
    return _build(dataset.in_language(DEFAULT_LANGUAGE))


@lru_cache(maxsize=4)
def _build(dataset: Dataset) -> pd.Series:
    translators = [Translator(language) for language in LANGUAGES]
    actions = dataset["actions"]
    named = {
        code: normalise(" ".join(t.country(code) for t in translators)) for code in actions["country"].dropna().unique()
    }
    collected: dict[str, list[str]] = {
        i: [named.get(code, "")] for i, code in zip(actions["action_id"], actions["country"], strict=True)
    }
    for table, join, key, columns in _TEXTS:
        texts = row_texts(dataset, table, columns)
        if join is None:
            pairs = zip(dataset[table]["action_id"], texts, strict=True)
        else:
            by_key: Mapping[str, str] = texts.to_dict()
            rows = dataset[join][["action_id", key]].drop_duplicates()
            pairs = zip(rows["action_id"], rows[key].map(by_key).fillna(""), strict=True)
        for action_id, text in pairs:
            if text and action_id in collected:
                collected[action_id].append(text)
    return pd.Series({i: " ".join(parts) for i, parts in collected.items()}, dtype="str").rename_axis("action_id")


def find(dataset: Dataset, query: str) -> dict[str, list[str]]:
    """The ids of what carries every word of the query in its own texts, by kind; kinds without any are absent."""
    found = {}
    for kind in _OTHERS:
        texts = _texts(dataset.in_language(DEFAULT_LANGUAGE), kind)
        ids = texts.index[matches(texts, query)].tolist()
        if ids:
            found[kind] = ids
    return found


@lru_cache(maxsize=16)
def _texts(dataset: Dataset, kind: str) -> pd.Series:
    table, columns = _OTHERS[kind]
    return row_texts(dataset, table, columns)
