"""What every file of a view says about itself: which rows, what is missing, from where, under which terms."""

from __future__ import annotations

from dashboard.exports import citation
from dashboard.i18n import Translator
from dashboard.numbers import summaries
from dashboard.package.dataset import Dataset
from dashboard.query.selection import Selection
from dashboard.telling import wording


def facts(selection: Selection, t: Translator, link: str) -> list[tuple[str, str]]:
    """Labels and texts about a view, in the reader's language, in the order in which a file shows them."""
    dataset = selection.dataset
    told = [
        (t("Filters"), selection.filters.describe(dataset, t)),
        (t("Actions"), count(selection, t)),
        (t("Participants"), summaries.participants(selection).sentence(t)),
        (t("Demands"), _with_others(wording.demands(selection, t), wording.other_demands(selection, t))),
        (t("Outcomes"), _with_others(wording.outcomes(selection, t), wording.other_outcomes(selection, t))),
        (t("What the report says of the law"), wording.facts(selection, t)),
        (t("Not reported"), wording.not_reported(selection, t) or t("Everything here is reported.")),
    ]
    told += [(t("Left out"), sentence) for sentence in wording.left_out(selection, t)]
    told += [
        (
            t("How to read it"),
            t("What the report does not say is left empty or marked “not reported”; it never means zero."),
        ),
        (t("Version of the data"), dataset.version),
        (t("Date of the data"), t.date(dataset.updated)),
    ]
    told += [(t("Source"), source) for source in sources(selection)]
    told += [(t("Also used"), source) for source in further_sources(dataset)]
    told += [
        (t("Licence"), licence(dataset) or t("not reported")),
        (t("How to cite"), citation.plain(selection, t, link)),
        (t("Link to this view"), link),
    ]
    return told


def count(selection: Selection, t: Translator) -> str:
    """ "4 of 30 actions"."""
    total = len(selection.dataset["actions"])
    return t.n("{k} of {n} action", "{k} of {n} actions", total, k=t.number(len(selection)))


def _with_others(told: str, others: str) -> str:
    return f"{told}. {others}." if others else told


def sources(selection: Selection) -> list[str]:
    """The documents behind the rows: title, publisher and year, and where to read them."""
    told = []
    for row in selection["sources"].fillna("").astype("object").to_dict("records"):
        published = ", ".join(str(row[name]) for name in ("publisher", "year") if row[name] != "")
        where = row["url"] or row["how_to_obtain"]
        told.append(". ".join(str(part).rstrip(".") for part in (row["title"], published, where) if part))
    return told


def further_sources(dataset: Dataset) -> list[str]:
    """What else the dataset was made from and credits, with an address: the gazetteer, the basemap."""
    return [f"{dataset.credit('sources', x)}. {x['path']}" for x in dataset.schema.sources if x.get("path")]


def licence(dataset: Dataset) -> str:
    """The licences of the dataset: title and address."""
    named = [(dataset.credit("licenses", x), x.get("path")) for x in dataset.schema.licenses]
    return "; ".join(", ".join(filter(None, one)) for one in named)


def data_date(dataset: Dataset) -> str:
    """The day of this version of the data, in ISO form: the only date that a file carries."""
    return dataset.updated.isoformat()
