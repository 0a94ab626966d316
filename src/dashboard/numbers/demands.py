"""What was asked, of whom, and what the sources say of the law: the lists of the demands page.

Texts and labels are in the language of the selection's dataset.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers.records import demand_rows
from dashboard.numbers.summaries import NOT_REPORTED
from dashboard.query.selection import Selection

DIRECTNESS = ("explicit", "slogan", "implied")
ANNOUNCED = ("reply_due", "follow_up_planned")  # kinds of outcome that lie ahead


def by_directness(selection: Selection) -> pd.DataFrame:
    """One row a way of asking, in the codebook's order, also an empty one: directness, label, demands."""
    counts = selection["demands"]["directness"].value_counts()
    labels = [selection.dataset.category_label("demands", "directness", code) for code in DIRECTNESS]
    numbers = [int(counts.get(code, 0)) for code in DIRECTNESS]
    return pd.DataFrame({"directness": DIRECTNESS, "label": labels, "demands": numbers})


def by_country(selection: Selection, t: Translator) -> pd.DataFrame:
    """One row a country with demands in view, that of most first.

    Columns: country, label, one each way of asking, demands. The row of the whole region has an empty
    country and stands last.
    """
    demands = selection["demands"]
    table = pd.crosstab(demands["country"].fillna("").rename("country"), demands["directness"])
    table = table.reindex(columns=list(DIRECTNESS), fill_value=0).astype(int)
    table["demands"] = table.sum(axis=1)
    frame = table.reset_index()
    frame.insert(1, "label", [t.country(code or None) for code in frame["country"]])
    frame = frame.assign(region=frame["country"] == "").sort_values(
        ["region", "demands", "label"], ascending=[True, False, True], ignore_index=True
    )
    return frame[["country", "label", *DIRECTNESS, "demands"]].rename_axis(columns=None)


def in_cell(selection: Selection, theme: str | None = None, kind: str | None = None) -> list[str]:
    """The demands of one cell of `summaries.demand_matrix` (or of a row, a column, all), in their own order.

    `not_reported` stands for demands without a theme, or without an addressee.
    """
    ids = selection["demands"]["demand_id"]
    joins = selection["demand_themes"]
    if theme == NOT_REPORTED:
        ids = ids[~ids.isin(joins["demand_id"])]
    elif theme:
        ids = ids[ids.isin(joins.loc[joins["theme_id"] == theme, "demand_id"])]
    joins = selection["demand_addressees"].merge(
        selection["organisations"][["organisation_id", "kind"]], on="organisation_id"
    )
    if kind == NOT_REPORTED:
        ids = ids[~ids.isin(joins["demand_id"])]
    elif kind:
        ids = ids[ids.isin(joins.loc[joins["kind"] == kind, "demand_id"])]
    return ids.tolist()


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

    Columns: those of `slogans`, then title, source_id and source_section of their action.
    """
    of = selection["actions"][["action_id", "title", "source_id", "source_section"]]
    return selection["slogans"].merge(of, on="action_id")


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
