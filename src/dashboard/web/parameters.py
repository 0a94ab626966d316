"""What an address may hold besides filters, one record each. It chooses no rows, so API and commands pass it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.numbers.demands import addressees
from dashboard.numbers.records import SORTS
from dashboard.numbers.summaries import GROUPS
from dashboard.package.dataset import Dataset

READINGS = ("actions", "organisations")  # of the map
ASKED, DISMISSED = "ask", "none"  # the reader's country: to be asked for, and not to be spoken of


@dataclass(frozen=True)
class PageParameter:
    """A parameter of one page, or of all."""

    page: str | None  # the URL path of the page that reads it, "" for the map; none: it means the same on every page
    name: str
    # One of a few values, the first being what stands there without a choice; none: whoever reads it decides.
    values: tuple[str, ...] | Callable[[Dataset], tuple[str, ...]] | None = None

    def allowed(self, dataset: Dataset) -> tuple[str, ...]:
        """The values to choose from; empty where they are not a list."""
        return self.values(dataset) if callable(self.values) else self.values or ()


# In the order of an address. A `tab` is the open part of a page in parts.
PAGE_PARAMETERS = (
    PageParameter(None, "record"),
    PageParameter(None, "map", READINGS),
    PageParameter(None, "home", lambda d: ("", ASKED, DISMISSED, *sorted(d["actions"]["country"].dropna().unique()))),
    PageParameter("", "still", ("0", "1")),
    PageParameter("charts", "tab", ("people", "organisations", "themes", "time")),
    PageParameter("organisations", "standing", ("all", *GROUPS)),
    PageParameter("organisations", "layer", ("together", "addressed")),
    PageParameter("actions", "sort", tuple(way for by in SORTS for way in (by, f"-{by}"))),
    PageParameter("demands", "tab", ("asked", "slogans", "law")),
    PageParameter("demands", "asked_of", lambda d: ("", *addressees(d))),
    PageParameter("present", "slide"),
    PageParameter("present", "slides"),
    PageParameter(
        "data", "tab", ("coverage", "codebook", "dictionary", "files", "api", "cite", "changes", "corrections")
    ),
    PageParameter(None, "lang"),
    PageParameter(None, "embed"),  # Streamlit's own
    PageParameter(None, "embed_options"),
)
# Links given away say these; each means what another parameter says by now.
RENAMED = {"demand_theme": "theme", "demand_kind": "asked_of"}
NO_FILTERS = tuple(dict.fromkeys([*(p.name for p in PAGE_PARAMETERS), *RENAMED]))


def choices(page: str) -> tuple[PageParameter, ...]:
    """What a page reads of its own."""
    return tuple(p for p in PAGE_PARAMETERS if p.page == page)


def values(page: str, name: str, dataset: Dataset) -> tuple[str, ...]:
    """The values that a parameter of a page may take."""
    return next(p for p in choices(page) if p.name == name).allowed(dataset)
