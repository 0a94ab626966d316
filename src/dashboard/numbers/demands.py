"""What was asked, of whom, and what the sources say of the law: the lists of the demands page.

Texts and labels are in the language of the selection's dataset.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers.records import demand_rows
from dashboard.numbers.summaries import NOT_REPORTED
from dashboard.package.dataset import ENGLISH, Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select

DIRECTNESS = ("explicit", "slogan", "implied")
ANNOUNCED = ("reply_due", "follow_up_planned")  # kinds of outcome that lie ahead


def by_directness(selection: Selection, demand_ids: Iterable[str] | None = None) -> pd.DataFrame:
    """One row a way of asking, in the codebook's order, also an empty one: directness, label, demands.

    Of all demands in view, or of those with these ids.
    """
    rows = selection["demands"]
    counts = rows.loc[rows["demand_id"].isin(set(demand_ids)) if demand_ids is not None else slice(None), "directness"]
    labels = [selection.dataset.category_label("demands", "directness", code) for code in DIRECTNESS]
    numbers = [int((counts == code).sum()) for code in DIRECTNESS]
    return pd.DataFrame({"directness": DIRECTNESS, "label": labels, "demands": numbers})


def asked_of(selection: Selection, whom: str = "") -> list[str]:
    """The demands in view that were put to an institution, or to any of a kind; all of them for "".

    `not_reported` stands for demands without an addressee.
    """
    ids = selection["demands"]["demand_id"]
    joins = _addressed(selection)
    if whom == NOT_REPORTED:
        ids = ids[~ids.isin(joins["demand_id"])]
    elif whom:
        column = "kind" if (selection.dataset["organisations"]["kind"] == whom).any() else "organisation_id"
        ids = ids[ids.isin(joins.loc[joins[column] == whom, "demand_id"])]
    return ids.tolist()


def addressees(dataset: Dataset) -> tuple[str, ...]:
    """What `asked_of` takes besides "": `not_reported`, the kinds of those who are addressed, and each of them."""
    rows = dataset["organisations"]
    rows = rows[rows["organisation_id"].isin(dataset["demand_addressees"]["organisation_id"])]
    return tuple(dict.fromkeys((NOT_REPORTED, *rows["kind"], *rows["organisation_id"])))


def _addressed(selection: Selection) -> pd.DataFrame:
    """Each pair of a demand in view and somebody whom it addresses, with the kind: demand_id, organisation_id, kind."""
    kinds = selection.dataset["organisations"][["organisation_id", "kind"]]
    return selection["demand_addressees"].merge(kinds, on="organisation_id")


@dataclass(frozen=True)
class Choices:
    """How many demands each choice would find while the two others stay as they are; what finds none is not there."""

    whom: Mapping[str, int]  # what `asked_of` takes, without ""
    countries: Mapping[str, int]
    themes: Mapping[str, int]


def choices(filters: Filters, dataset: Dataset, whom: str = "") -> Choices:
    """What may be asked: of whom, in which country, about which theme."""
    here = select(filters, dataset).on_theme
    nobody = len(asked_of(here, NOT_REPORTED))
    pairs = _addressed(here)
    kinds, bodies = (_each(pairs, column) for column in ("kind", "organisation_id"))

    anywhere = select(filters.without("country"), dataset).on_theme
    ids = asked_of(anywhere, whom)
    joins, rows = dataset["demand_actions"], anywhere["demands"]
    joins = joins[joins["demand_id"].isin(ids) & joins["action_id"].isin(anywhere.under_others)]
    alone = rows[rows["demand_id"].isin(ids) & ~rows["demand_id"].isin(dataset["demand_actions"]["demand_id"])]
    of_actions = joins.merge(dataset["actions"][["action_id", "country"]], on="action_id")
    countries = pd.concat([of_actions[["demand_id", "country"]], alone[["demand_id", "country"]]])

    on_anything = select(filters.without("theme"), dataset)
    themes = on_anything["demand_themes"]
    themes = themes[themes["demand_id"].isin(asked_of(on_anything, whom))]
    return Choices(
        {**({NOT_REPORTED: nobody} if nobody else {}), **kinds, **bodies},
        _each(countries, "country"),
        _each(themes, "theme_id"),
    )


def _each(pairs: pd.DataFrame, column: str) -> dict[str, int]:
    """How many demands stand in pairs with each code."""
    counts = pairs.groupby(column, sort=False)["demand_id"].nunique()
    return {str(code): int(n) for code, n in counts.items()}


def by_country(selection: Selection, demand_ids: Iterable[str], t: Translator) -> dict[str, list[str]]:
    """The demands with these ids under their countries, in the order of their names; the whole region, "", last."""
    rows = selection["demands"]
    rows = rows[rows["demand_id"].isin(set(demand_ids))]
    groups = rows.groupby(rows["country"].fillna(""), sort=False)["demand_id"].agg(list).to_dict()
    return {code: groups[code] for code in sorted(groups, key=lambda code: (code == "", t.country(code or None)))}


@dataclass(frozen=True)
class Asked:
    """Demands that were made in the same way, by the same actions, of the same addressees: told together."""

    directness: str
    country: str  # "" for the whole region
    action_ids: tuple[str, ...]  # none: no single action
    addressees: tuple[tuple[str, str], ...]  # organisation id and name
    demands: pd.DataFrame  # as `records.demand_rows` gives them

    @property
    def key(self) -> str:
        """What tells it from the others: the id of its first demand."""
        return str(self.demands["demand_id"].iloc[0])


def asked(selection: Selection, demand_ids: Iterable[str], t: Translator) -> list[Asked]:
    """The demands with these ids, grouped by who asked whom and how, in the dataset's order."""
    rows = demand_rows(selection.dataset, demand_ids, t)
    rows = rows.assign(country=rows["country"].fillna(""))
    # An order of joins is no difference: the same bodies addressed are the same group.
    by = [
        pd.Series([tuple(sorted(cell)) for cell in rows[column]], index=rows.index, dtype=object)
        for column in ("action_ids", "addressee_ids")
    ]
    groups = []
    for _, part in rows.groupby([rows["directness"], rows["country"], *by], sort=False):
        first = part.iloc[0]
        addressees = tuple(zip(first["addressee_ids"], first["addressees"], strict=True))
        groups.append(Asked(first["directness"], first["country"], first["action_ids"], addressees, part))
    return groups


def announced(selection: Selection) -> pd.DataFrame:
    """Replies due and follow-ups planned by the actions in view, earliest first, those without a day last.

    Columns: those of `outcomes`, then kind_label and action_ids (a tuple, actions in view).
    """
    frame = selection["outcomes"]
    frame = frame[frame["kind"].isin(ANNOUNCED)].sort_values("follow_up_date", kind="stable", na_position="last")
    joins = selection["outcome_actions"]
    of = joins[joins["outcome_id"].isin(frame["outcome_id"])].groupby("outcome_id")["action_id"].agg(tuple)
    labels = [selection.dataset.category_label("outcomes", "kind", kind) for kind in frame["kind"]]
    return frame.assign(kind_label=labels, action_ids=[of.get(code, ()) for code in frame["outcome_id"]]).reset_index(
        drop=True
    )


def slogans(selection: Selection) -> pd.DataFrame:
    """The slogans of the actions in view, in the dataset's order.

    Columns: those of `slogans`, then title, source_id and source_section of their action, and words: what the
    data's own table says, before any translation.
    """
    of = selection["actions"][["action_id", "title", "source_id", "source_section"]]
    own = selection.dataset.in_language(ENGLISH)["slogans"].set_index("slogan_id")["text"]
    frame = selection["slogans"].merge(of, on="action_id")
    return frame.assign(words=own.loc[frame["slogan_id"]].to_numpy())


def facts(selection: Selection, t: Translator) -> pd.DataFrame:
    """The policy facts in view by country, the whole region first: what the sources claim, not we.

    Columns: those of `policy_facts` (country "" for the region), then country_label, theme_labels (a tuple) and
    figure (value and unit in words, "" for none).
    """
    frame = selection["policy_facts"]
    labels = selection["policy_fact_themes"].merge(selection["themes"][["theme_id", "label"]], on="theme_id")
    themes = labels.groupby("fact_id", sort=False)["label"].agg(tuple)
    figures = [
        "" if pd.isna(value) else " ".join([t.number(float(value)), *([unit] if isinstance(unit, str) else [])])
        for value, unit in zip(frame["value"], frame["unit"], strict=True)
    ]
    frame = frame.assign(
        country=frame["country"].fillna(""),
        country_label=[t.country(code if isinstance(code, str) else None) for code in frame["country"]],
        theme_labels=[themes.get(code, ()) for code in frame["fact_id"]],
        figure=figures,
    )
    order = (
        frame.assign(national=frame["country"] != "").sort_values(["national", "country_label"], kind="stable").index
    )
    return frame.loc[order].reset_index(drop=True)
