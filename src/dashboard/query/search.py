"""Search by words, as a person types them: in any language of the data, in any case, ending or spelling of a number.

The index is built once a dataset over all its languages, whatever language is shown. Equal texts are one text of
it; what each text leads to (an action, an organisation …) is kept apart from the words that it holds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd
from babel import Locale
from rapidfuzz import process
from rapidfuzz.distance import OSA

from dashboard.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from dashboard.package.dataset import Dataset
from dashboard.package.problems import row_ids
from dashboard.query.person_first import People, meant_by, names
from dashboard.query.words import FUNCTION_WORDS, Stems, Token, script, tokens

# What can be found, each with its table and key. A title's kind is there to put those actions first.
KINDS = {
    "action": ("actions", "action_id"),
    "fact": ("policy_facts", "fact_id"),
    "organisation": ("organisations", "organisation_id"),
    "place": ("places", "place_id"),
    "theme": ("themes", "theme_id"),
    "demand": ("demands", "demand_id"),
}
_TITLED = "titled"
_OF_KIND = {**KINDS, _TITLED: KINDS["action"]}
_ROW = "(row)"  # the id of a row in its own table, where no column holds it
_NAMES = ("name", "name_in_source", "other_names")
# The texts: their table, its columns, and what they lead to: a kind, the table that joins it, and the join's key.
_TEXTS: tuple[tuple[str, tuple[str, ...], tuple[tuple[str, str, str], ...]], ...] = (
    ("actions", ("title",), (("action", "actions", _ROW), (_TITLED, "actions", _ROW))),
    ("actions", ("summary", "date_text", "participants_text"), (("action", "actions", _ROW),)),
    ("actions", ("action_id",), (("action", "actions", _ROW),)),
    ("action_types", ("label", "other_names"), (("action", "actions", "action_type"),)),
    ("action_places", ("venue",), (("action", "action_places", _ROW),)),
    ("places", _NAMES, (("place", "places", _ROW), ("action", "action_places", "place_id"))),
    (
        "organisations",
        _NAMES,
        (("organisation", "organisations", _ROW), ("action", "action_organisations", "organisation_id")),
    ),
    ("themes", ("label", "other_names"), (("theme", "themes", _ROW), ("action", "action_themes", "theme_id"))),
    # A definition also names what does not belong to its theme: it leads to the theme, not to the theme's actions.
    ("themes", ("definition",), (("theme", "themes", _ROW),)),
    ("slogans", ("text",), (("action", "slogans", _ROW),)),
    ("outputs", ("value", "unit"), (("action", "outputs", _ROW),)),
    ("demands", ("text",), (("demand", "demands", _ROW), ("action", "demand_actions", "demand_id"))),
    ("outcomes", ("text", "follow_up_text"), (("action", "outcome_actions", "outcome_id"),)),
    ("policy_facts", ("text", "value", "unit", "law"), (("fact", "policy_facts", _ROW),)),
)
# Languages in which people of the region name countries, besides those of the data and of the interface.
_OF_THE_REGION = ("en", "ru", "uk", "be", "kk", "ky", "uz", "ka", "hy", "et", "lt", "ro")
_IN_QUOTES = re.compile('"([^"]+)"|«([^»]+)»|[“„]([^“”]+)[“”]')
_LETTERS_OF_A_BEGINNING = 3  # of a word as typed, for it to be the beginning of another
# Of a stem. In Latin letters one more: English stems are short ("polic" begins both police and policy).
_LETTERS_OF_A_STEM = {"LATIN": 6}
_LETTERS_OF_A_STEM_ELSE = 5

Docs = np.ndarray  # whether each text is one of those meant
_NONE = np.array([], dtype=np.int32)
Found = Mapping[str, tuple[str, ...]]  # the ids of what is found, by kind, in the order of their tables


@dataclass(frozen=True)
class Word:
    """One word or phrase of a query, and what it finds by itself."""

    written: str
    ids: Found
    nearest: str = ""  # the word of the data that is most like one that finds nothing
    meant: People | None = None  # whom it names with a word that hurts them; they are found by their own


@dataclass(frozen=True, eq=False)
class Answer:
    """What a query finds: `ids` carry all its words, kinds without any are absent; each word is told besides."""

    query: str
    words: tuple[Word, ...]
    ids: Found
    actions: np.ndarray = field(repr=False)  # whether each action is found, in the order of their table
    titled: frozenset[str]  # the actions whose own titles carry all the words

    @property
    def suggestion(self) -> str:
        """The query with the nearest words in place of those that nothing is like; "" where there is none."""
        suggested = self.query
        for word in self.words:
            if word.nearest:
                suggested = suggested.replace(word.written, word.nearest)
        return suggested if suggested != self.query else ""


def find(dataset: Dataset, query: str) -> Answer:
    """What carries the words of a query, in all languages of the dataset."""
    return _found(dataset.in_language(DEFAULT_LANGUAGE), query)


@lru_cache(maxsize=32)
def _found(dataset: Dataset, query: str) -> Answer:
    index = index_of(dataset)
    terms = list(_terms(query))
    stems = Stems(index.languages)
    words: list[Word] = []
    # Without a word nothing is found.
    together = {kind: np.full(len(ids), bool(terms)) for kind, ids in index.ids.items()}
    joined = _joined(index, terms)
    for number, term in enumerate(terms):
        docs = index.phrase(term.parts) if term.whole else index.word(term.tokens[0], stems)
        if number in joined:
            docs = docs | joined[number]
        meant = None if term.whole else meant_by(term.tokens[0])
        for name in names(meant) if meant else ():
            docs = docs | index.together(tokens(name), stems)
        masks = {kind: index.reached(kind, docs) for kind in index.ids}
        for kind, mask in masks.items():
            together[kind] &= mask
        found = {kind: index.named(kind, masks[kind]) for kind in KINDS if masks[kind].any()}
        nearest = "" if docs.any() or term.whole else index.nearest(term.tokens[0])
        words.append(Word(term.written, found, nearest, meant))
    return Answer(
        query,
        tuple(words),
        {kind: index.named(kind, together[kind]) for kind in KINDS if together[kind].any()},
        together["action"],
        frozenset(index.named(_TITLED, together[_TITLED])),
    )


@dataclass(frozen=True)
class _Term:
    written: str
    tokens: tuple[Token, ...]
    whole: bool  # a phrase to be found as it is written

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(part for token in self.tokens for part in token.parts)


def _terms(query: str) -> Iterator[_Term]:
    """The phrases in quotation marks and the words of a query, without those that say nothing beside others."""
    terms: list[_Term] = []
    end = 0
    for quoted in (*_IN_QUOTES.finditer(query), None):
        between = query[end : quoted.start() if quoted else None]
        terms += [_Term(token.written, (token,), False) for token in tokens(between)]
        if quoted:
            inside = next(filter(None, quoted.groups()))
            if found := tuple(tokens(inside)):
                terms.append(_Term(inside.strip(), found, True))
            end = quoted.end()
    telling = [term for term in terms if term.whole or term.tokens[0].joined not in FUNCTION_WORDS]
    yield from {term.written: term for term in telling or terms}.values()


def _joined(index: Index, terms: list[_Term]) -> dict[int, Docs]:
    """The texts that write two words of the query in one, under the places of both: "flash mob" for "flashmob"."""
    found: dict[int, Docs] = {}
    for number, (one, next_one) in enumerate(pairwise(terms)):
        if not (one.whole or next_one.whole):
            docs = index.exactly(one.tokens[0].joined + next_one.tokens[0].joined)
            for place in (number, number + 1) if docs.any() else ():
                found[place] = found.get(place, docs) | docs
    return found


class Index:
    """The words of all texts of a dataset and what the texts lead to."""

    def __init__(self, dataset: Dataset) -> None:
        self.languages = tuple(dict.fromkeys((*dataset.languages, *LANGUAGES)))
        self.ids = {kind: dataset[table][key].to_numpy(dtype=object) for kind, (table, key) in _OF_KIND.items()}
        self._texts: list[str] = []  # the words of each text in their order, its parts divided by " | "
        self._written: dict[str, str] = {}  # each word as somebody wrote it
        numbers: dict[tuple[str, ...], int] = {}  # of a text: equal ones are looked at once
        postings: dict[str, list[int]] = {}
        links: dict[str, list[np.ndarray]] = {kind: [] for kind in _OF_KIND}
        rows_of = {kind: pd.Index(ids) for kind, ids in self.ids.items()}
        for keys, texts, ways in _sources(dataset):
            docs = np.array([self._add(text, numbers, postings) if text else -1 for text in texts], dtype=np.int64)
            row_of = pd.Index(keys)
            for kind, joins, targets in ways:
                from_rows = row_of.get_indexer(joins)
                to_rows = rows_of[kind].get_indexer(targets)
                known = (from_rows >= 0) & (to_rows >= 0)
                pairs = np.stack([docs[from_rows[known]], to_rows[known]])
                links[kind].append(pairs[:, pairs[0] >= 0])
        self._vocabulary = sorted(postings)
        self._docs = {word: np.array(docs, dtype=np.int32) for word, docs in postings.items()}
        self._links = {
            kind: _by_text(np.concatenate(of, axis=1), len(self._texts), len(self.ids[kind]))
            for kind, of in links.items()
        }
        stems = Stems(self.languages)
        self._of_stem: dict[str, list[str]] = {}
        for word in self._vocabulary:
            for stem in stems(word):
                self._of_stem.setdefault(stem, []).append(word)

    def _add(self, text: tuple[str, ...], numbers: dict[tuple[str, ...], int], postings: dict[str, list[int]]) -> int:
        """The number of a text, whose words are taken up when it is met first."""
        if text in numbers:
            return numbers[text]
        number = numbers[text] = len(self._texts)
        words: set[str] = set()
        lines = []
        for line in text:
            found = tokens(line)
            for token in found:
                words.update(token.parts, token.also)
                if len(token.parts) == 1 and not self._written.get(token.parts[0], "").islower():
                    self._written[token.parts[0]] = token.written
            lines.append(" ".join(part for token in found for part in token.parts))
        for word in words:
            postings.setdefault(word, []).append(number)
        self._texts.append(f" {' | '.join(lines)} ")
        return number

    def exactly(self, word: str) -> Docs:
        """The texts that hold this very word, normalised."""
        return self._any((word,))

    def word(self, token: Token, stems: Stems) -> Docs:
        """The texts that hold a word, whatever its ending, or one that begins with it; in one word or in two."""
        if len(token.parts) == 1:
            return self._like(token.parts[0], stems) | self._divided(token.parts[0])
        return self._like(token.joined, stems) | self.together([token], stems)

    def together(self, of: Iterable[Token], stems: Stems) -> Docs:
        """The texts that hold all the words, whatever their endings and order."""
        parts = [part for token in of for part in token.parts if part not in FUNCTION_WORDS]
        return np.logical_and.reduce([self._like(part, stems) for part in parts]) if parts else self._any(())

    def phrase(self, parts: tuple[str, ...]) -> Docs:
        """The texts that hold these very words in this order, with nothing between them."""
        return self._holding(f" {' '.join(parts)} ", np.logical_and.reduce([self.exactly(part) for part in parts]))

    def reached(self, kind: str, docs: Docs) -> np.ndarray:
        """Which rows of a kind these texts lead to."""
        starts, rows = self._links[kind]
        found = np.zeros(len(self.ids[kind]), dtype=bool)
        numbers = np.flatnonzero(docs)
        first = starts[numbers]
        of_each = starts[numbers + 1] - first
        before = np.cumsum(of_each) - of_each  # of the places, those that the texts before took
        found[rows[np.arange(of_each.sum()) + np.repeat(first - before, of_each)]] = True
        return found

    def named(self, kind: str, mask: np.ndarray) -> tuple[str, ...]:
        """The ids of the rows of a kind."""
        return tuple(self.ids[kind][mask])

    def nearest(self, token: Token) -> str:
        """The word of the data that a misspelt one is most like, as people write it; "" where none is near."""
        word = token.joined
        if len(word) < 4 or script(word) == "DIGIT":
            return ""
        near = process.extract(
            word, self._to_suggest, scorer=OSA.distance, score_cutoff=1 if len(word) < 9 else 2, limit=20
        )
        # Of words that are equally near: one that begins alike, then the one that most texts hold.
        best = min(near, key=lambda n: (n[1], n[0][0] != word[0], -len(self._docs[n[0]]), n[0]), default=None)
        return self._written.get(best[0], best[0]) if best else ""

    @cached_property
    def _to_suggest(self) -> list[str]:
        return [word for word in self._vocabulary if len(word) > 3 and word in self._written and word.isalpha()]

    def _like(self, word: str, stems: Stems) -> Docs:
        of = stems(word)
        words = {same for stem in of for same in self._of_stem.get(stem, ())}
        if script(word) != "DIGIT":
            # A short word is taken for a beginning only where it is no word: "art" is not looked for in "article".
            shortest = _LETTERS_OF_A_BEGINNING + bool(words)
            beginnings = [word] if len(word) >= shortest else []
            enough = _LETTERS_OF_A_STEM.get(script(word), _LETTERS_OF_A_STEM_ELSE)
            beginnings += [stem for stem in of if len(stem) >= enough]
            for beginning in beginnings:
                words.update(self._beginning_with(beginning))
        return self._any(words)

    def _beginning_with(self, beginning: str) -> Iterator[str]:
        for word in self._vocabulary[bisect_left(self._vocabulary, beginning) :]:
            if not word.startswith(beginning):
                return
            yield word

    def _divided(self, word: str) -> Docs:
        """The texts that write in two words what is typed in one: "flash mob" for "flashmobs"."""
        found = self._any(())
        for cut in range(3, len(word) - 2):
            first, second = word[:cut], word[cut:]
            if first in self._docs:
                both = self.exactly(first) & self._any(self._beginning_with(second))
                found |= self._holding(f" {first} {second}", both)
        return found

    def _any(self, words: Iterable[str]) -> Docs:
        """The texts that hold one of these very words."""
        found = np.zeros(len(self._texts), dtype=bool)
        for word in words:
            found[self._docs.get(word, _NONE)] = True
        return found

    def _holding(self, letters: str, docs: Docs) -> Docs:
        """Those of the texts that hold these letters in a row."""
        found = np.zeros_like(docs)
        found[[doc for doc in np.flatnonzero(docs) if letters in self._texts[doc]]] = True
        return found


@lru_cache(maxsize=4)
def index_of(dataset: Dataset) -> Index:
    """The index of a dataset in English, the base of all its languages."""
    return Index(dataset)


def _by_text(pairs: np.ndarray, n_texts: int, n_rows: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows in the order of their texts, and where those of each text start; one end more than there are texts."""
    texts, rows = np.divmod(np.unique(pairs[0] * n_rows + pairs[1]), max(n_rows, 1))  # each pair once, as one number
    return np.searchsorted(texts, np.arange(n_texts + 1)), rows.astype(np.int32)


Ways = list[tuple[str, pd.Series, pd.Series]]  # a kind; the keys of the texts, and the ids of the kind they lead to


def _sources(dataset: Dataset) -> Iterator[tuple[list[str], list[tuple[str, ...]], Ways]]:
    """All texts with their keys, and the ways from the keys to what is found."""
    for table, columns, ways in _TEXTS:
        texts = row_texts(dataset, table, columns)
        yield list(texts), list(texts.values()), [_way(dataset, kind, joins, key) for kind, joins, key in ways]
    names = _country_names(dataset)
    ways_of_countries = [_way(dataset, kind, table, "country") for kind, (table, _) in KINDS.items() if kind != "theme"]
    yield list(names), list(names.values()), ways_of_countries


def _way(dataset: Dataset, kind: str, joins: str, key: str) -> tuple[str, pd.Series, pd.Series]:
    frame = dataset[joins]
    keys = row_ids(dataset.schema.resources[joins], frame) if key == _ROW else frame[key]
    return kind, keys, frame[_OF_KIND[kind][1]]


def row_texts(dataset: Dataset, table: str, columns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The texts of every row of one table in all languages, by the row's id as in `problems.row_ids`."""
    frame = dataset[table]
    ids = row_ids(dataset.schema.resources[table], frame).tolist()
    texts: dict[str, list[str]] = {row_id: [] for row_id in ids}
    for column in columns:
        if column not in frame:  # of somebody's own package
            continue
        for row_id, value in zip(ids, frame[column].tolist(), strict=True):
            if isinstance(value, str):
                texts[row_id] += value.split(";") if column == "other_names" else [value]
            elif not pd.isna(value):
                texts[row_id].append(f"{value:.15g}")
    wanted = set(columns)
    for translated in dataset.translations.values():
        for (of_table, row_id, column), text in translated.items():
            if of_table == table and column in wanted and row_id in texts:
                texts[row_id].append(text)
    return {row_id: tuple(of) for row_id, of in texts.items()}


def _country_names(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """The names of each country of the data in every language of the region, and those that the data gives besides."""
    codes = pd.concat([dataset[table]["country"] for kind, (table, _) in KINDS.items() if kind != "theme"])
    locales = [Locale(code) for code in dict.fromkeys((*_OF_THE_REGION, *dataset.languages))]
    translators = [Translator(language) for language in LANGUAGES]
    others = row_texts(dataset, "country_names", ("other_names",)) if "country_names" in dataset.tables else {}
    return {
        code: tuple(
            dict.fromkeys(
                (
                    *(t.country(code) for t in translators),
                    *(locale.territories.get(code, "") for locale in locales),
                    *others.get(code, ()),
                )
            )
        )
        for code in codes.dropna().unique()
    }
