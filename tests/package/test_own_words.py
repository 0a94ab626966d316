"""The texts of the data are our own words: none shares more than eight words in a row with the report.

The report itself is not here. `report_runs.txt` holds a hash of each of its runs of nine words, enough to know one
again and too little to read.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from pathlib import Path

from dashboard.package.dataset import Dataset

RUNS = Path(__file__).parents[1] / "data" / "report_runs.txt"
LONG = 9  # words
OWN = {
    "actions": ("title", "summary"),
    "action_places": ("venue",),
    "themes": ("label", "definition"),
    "action_types": ("label", "definition"),
    "outputs": ("unit",),
    "demands": ("text",),
    "outcomes": ("text", "follow_up_text"),
    "policy_facts": ("text", "unit"),
}
# A name cannot be told in other words; slogans and titles stand in quotation marks.
NAMES = ("Georgian Network of People Who Use Drugs for Humane Politics",)
QUOTED = re.compile("“[^”]*”")


def words(text: str) -> list[str]:
    """The words of a text in small letters, without accents, apostrophes and all other marks."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return re.findall("[a-z0-9]+", re.sub("[\u0300-\u036f'’`]", "", letters))


def runs(text: str) -> dict[str, str]:
    """The hash of each run of nine words, and the run."""
    told = words(text)
    found = (" ".join(told[i : i + LONG]) for i in range(len(told) - LONG + 1))
    return {blake2b(run.encode(), digest_size=4).hexdigest(): run for run in found}


def test_no_text_shares_a_long_run_of_words_with_the_report(shipped: Dataset) -> None:
    reported = set(RUNS.read_text(encoding="utf-8").split())
    assert len(reported) > 7000
    shared = []
    for table, columns in OWN.items():
        for column in columns:
            for text in shipped[table][column].dropna():
                own = QUOTED.sub("”", text)
                for name in NAMES:
                    own = own.replace(name, "”")
                for part in own.split("”"):
                    found = runs(part)
                    shared += [(table, column, found[run]) for run in found.keys() & reported]
    assert shared == []


def test_a_sentence_of_the_report_is_known_again() -> None:
    reported = set(RUNS.read_text(encoding="utf-8").split())
    title = "Eurasian Network of People Who Use Drugs (ENPUD) and participated in the preparation"
    assert runs(title).keys() <= reported
    assert not runs("Nine words in a row that nobody has ever written in a report").keys() & reported
