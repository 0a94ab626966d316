"""What comes first where not everything has room: the demands, outcomes and facts of a selection, in order of weight.

The order is the same in every language: briefs and slides tell the same things to all their readers.
"""

from __future__ import annotations

import pandas as pd

from dashboard.numbers.demands import DIRECTNESS
from dashboard.query.selection import Selection

# What changed something comes before what was only noticed.
OUTCOMES = ("agreement_with_institution", "network_formed", "dialogue_opened", "reply_due", "follow_up_planned")


def demands(selection: Selection) -> list[str]:
    """The demands' ids: put to a body with a name before “the authorities” before nobody; said before implied."""
    rows, joins = selection["demands"], selection["demand_addressees"]
    named = selection["organisations"].set_index("organisation_id")["is_named"]
    has_name = joins["organisation_id"].map(named).astype("boolean").fillna(False).astype(bool)
    best = (~has_name).astype(int).groupby(joins["demand_id"]).min()
    rank = rows["demand_id"].map(best).fillna(2)
    order = rows["directness"].map({code: i for i, code in enumerate(DIRECTNESS)})
    return _dealt(rows.assign(rank=rank, order=order).sort_values(["rank", "order"], kind="stable"), "demand_id")


def outcomes(selection: Selection) -> list[str]:
    """The outcomes' ids: what changed something first, then as the dataset has them."""
    rows = selection["outcomes"]
    order = rows["kind"].map({code: i for i, code in enumerate(OUTCOMES)}).fillna(len(OUTCOMES))
    return rows.assign(order=order).sort_values("order", kind="stable")["outcome_id"].tolist()


def facts(selection: Selection) -> list[str]:
    """The facts' ids: those with a law or a figure first, those of the whole region last."""
    rows = selection["policy_facts"]
    vague = rows["law"].isna() & rows["value"].isna()
    firm = rows.assign(vague=vague).sort_values("vague", kind="stable")
    return _dealt(firm[firm["country"].notna()], "fact_id") + firm.loc[firm["country"].isna(), "fact_id"].tolist()


def _dealt(rows: pd.DataFrame, key: str) -> list[str]:
    """The keys of rows dealt round the countries: the first of each, then the second of each."""
    turn = rows.groupby(rows["country"].fillna("")).cumcount()
    return rows.assign(turn=turn).sort_values("turn", kind="stable")[key].tolist()
