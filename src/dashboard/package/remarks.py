"""What a valid package could have and lacks: texts that are not told in a language of the atlas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dashboard.i18n import LANGUAGES
from dashboard.package.dataset import ENGLISH, Dataset
from dashboard.package.problems import row_ids
from dashboard.package.validate import descriptor_texts

SHOWN = 3  # of the texts that lack a translation

# What a person reads in the tables: every filled cell wants a translation.
READABLE = {
    "sources": ("title", "publisher", "how_to_obtain", "note"),
    "actions": ("title", "summary", "participants_text", "date_text"),
    "places": ("name",),
    "action_places": ("venue",),
    "organisations": ("name",),
    "themes": ("label", "definition"),
    "action_types": ("label", "definition"),
    "slogans": ("text",),
    "outputs": ("unit",),
    "demands": ("text",),
    "outcomes": ("text", "follow_up_text"),
    "policy_facts": ("text", "unit", "law"),
}


def remarks(dataset: Dataset) -> list[str]:
    """One line for each language, of the interface or of the package, in which texts of the package are missing."""
    told = []
    for language in sorted({*LANGUAGES, *dataset.languages} - {ENGLISH}):
        if language not in dataset.translations:
            told.append(f"{language}: no text is translated; pages in this language show the English")
            continue
        missing = untranslated(dataset, language)
        if missing:
            n = len(missing)
            counts = ", ".join(f"{table} {n}" for table, n in Counter(table for table, _, _ in missing).items())
            first = "; ".join(f"{table} {row_id}, {column}" for table, row_id, column in missing[:SHOWN])
            told.append(
                f"{language}: {n} {'text is' if n == 1 else 'texts are'} not translated ({counts}): "
                f"{first}{'; …' if n > SHOWN else ''}"
            )
    return told


def untranslated(dataset: Dataset, language: str) -> list[tuple[str, str, str]]:
    """The texts that a language lacks, as translations name them: (table, row id, field)."""
    texts = dataset.translations.get(language, {})
    return [text for text in _texts(dataset) if not texts.get(text)]


def _texts(dataset: Dataset) -> Iterator[tuple[str, str, str]]:
    english = dataset.in_language(ENGLISH)
    for table, columns in READABLE.items():
        rows = english[table]
        ids = row_ids(dataset.schema.resources[table], rows)
        for column in columns:
            for row_id in ids[rows[column].notna()]:
                yield table, row_id, column
    told = {"title": english.title, "description": english.description}
    for row_id, part in descriptor_texts(dataset.schema):
        if "=" in row_id or told[part](*row_id.split(".", 1)):
            yield "datapackage", row_id, part
