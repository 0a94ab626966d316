"""What every file of a view says about itself: which rows, what is missing, from where, under which terms."""

from __future__ import annotations

from dashboard import summaries
from dashboard.dataset import Dataset
from dashboard.exports import citation
from dashboard.i18n import Translator
from dashboard.selection import Selection


def facts(selection: Selection, t: Translator, link: str) -> list[tuple[str, str]]:
    """Labels and texts about a view, in the reader's language, in the order in which a file shows them."""
    dataset = selection.dataset
    told = [
        (t("Filters"), selection.filters.describe(dataset, t)),
        (t("Actions"), count(selection, t)),
        (t("Participants"), summaries.participants(selection).sentence(t)),
        (t("Not reported"), not_reported(selection, t)),
    ]
    told += [(t("Left out"), sentence) for sentence in left_out(selection, t)]
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
        (t("Licence"), licence(dataset)),
        (t("How to cite"), citation.plain(selection, t, link)),
        (t("Link to this view"), link),
    ]
    return told


def count(selection: Selection, t: Translator) -> str:
    """ "4 of 30 actions"."""
    total = len(selection.dataset["actions"])
    return t.n("{k} of {n} action", "{k} of {n} actions", total, k=t.number(len(selection)))


def not_reported(selection: Selection, t: Translator) -> str:
    """For how many of the actions the report is silent on each thing; "nothing" where it tells everything."""
    names = {
        "date": t("date"),
        "place": t("city"),
        "count": t("number of participants"),
        "organiser": t("organiser"),
        "outcome": t("outcome"),
        "media": t("media coverage"),
    }
    covered = summaries.coverage(selection)
    silent = {what: int((~covered[what].astype(bool)).sum()) for what in summaries.COVERED}
    parts = [
        t("{what}: {k} of {n}", what=names[what], k=t.number(k), n=t.number(len(covered)))
        for what, k in silent.items()
        if k
    ]
    return "; ".join(parts) if parts else t("nothing")


def left_out(selection: Selection, t: Translator) -> list[str]:
    """One sentence for each kind of row that the filters leave out for want of what they ask."""
    n = selection.left_out
    told = []
    if n.get("undated"):
        told.append(
            t.n(
                "{n} action without a date, because of the filter by date",
                "{n} actions without a date, because of the filter by date",
                n["undated"],
            )
        )
    if n.get("demands"):
        told.append(t.n("{n} demand that belongs to no action", "{n} demands that belong to no action", n["demands"]))
    if n.get("outcomes"):
        told.append(
            t.n(
                "{n} outcome that belongs to no action",
                "{n} outcomes that belong to no action",
                n["outcomes"],
            )
        )
    if n.get("policy_facts"):
        told.append(
            t.n(
                "{n} policy fact: facts follow country and theme alone",
                "{n} policy facts: facts follow country and theme alone",
                n["policy_facts"],
            )
        )
    return told


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
