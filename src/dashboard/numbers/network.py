"""Who stands where: the directory of organisations, who took part in an action together, and who addressed whom.

Those that took part (as organisers, partners, supporters, hosts or participants) and institutions that were
addressed never mix. The labels are in the language of the selection's dataset.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dashboard.numbers import summaries
from dashboard.numbers.summaries import GROUPS, ROLE_GROUPS
from dashboard.query.selection import Selection


def directory(selection: Selection) -> pd.DataFrame:
    """One row an organisation of the selection, those that took part in most actions first.

    Columns: those of `summaries.organisations`, then roles (codes in a tuple, in the order of the codebook),
    demands (in view, addressed to it) and standing (one of `summaries.STANDINGS`). Those with no action come last:
    institutions that only demands address, and without filters also those that the source only names.
    """
    frame = summaries.organisations(selection)
    d = selection.dataset
    told = selection.on_theme
    asked = told["demand_addressees"].groupby("organisation_id")["demand_id"].nunique()
    known = told["organisations"][["organisation_id", "name", "kind", "country", "is_named"]]
    only = known[~known["organisation_id"].isin(frame["organisation_id"])].reset_index(drop=True)
    only.insert(3, "kind_label", [d.category_label("organisations", "kind", kind) for kind in only["kind"]])
    only[[*GROUPS, "actions", "acting"]] = 0
    frame = (
        pd.concat([frame, only.sort_values("name", key=summaries.by_name)], ignore_index=True) if len(only) else frame
    )
    order = {role: i for i, role in enumerate(ROLE_GROUPS)}
    joins = selection["action_organisations"][["organisation_id", "role"]].drop_duplicates()
    joins = joins.sort_values("role", key=lambda column: column.map(order))
    roles = joins.groupby("organisation_id")["role"].agg(tuple)
    frame["roles"] = [roles.get(code, ()) for code in frame["organisation_id"]]
    frame["demands"] = frame["organisation_id"].map(asked).fillna(0).astype(int)
    frame["standing"] = frame["organisation_id"].map(summaries.standings(selection))
    return frame


def several(selection: Selection, least: int = 2) -> pd.DataFrame:
    """The organisations that took part in `least` actions or more, as `summaries.organisations` has them."""
    frame = summaries.organisations(selection)
    return frame[frame["acting"] >= least].reset_index(drop=True)


def meetings(selection: Selection) -> pd.DataFrame:
    """One row an action in which anybody took part as far as the source tells, that of most organisations first.

    Columns: action_id, title, country, organisations (each once; those addressed are not among them), unnamed
    (of these, groups without a name).
    """
    acting = _acting(selection)
    counts = acting.assign(unnamed=~acting["is_named"]).groupby("action_id")
    counts = counts.agg(organisations=("organisation_id", "size"), unnamed=("unnamed", "sum")).astype(int)
    frame = selection["actions"][["action_id", "title", "country"]].join(counts, on="action_id", how="inner")
    return frame.sort_values("organisations", ascending=False, kind="stable", ignore_index=True)


def members(selection: Selection, action_ids: Iterable[str]) -> pd.DataFrame:
    """Who took part in these actions, one row an action and organisation: organisers first, then those with a name.

    Columns: action_id, organisation_id, name, is_named, group (organiser or partner).
    """
    acting = _acting(selection)
    acting = acting[acting["action_id"].isin(list(action_ids))]
    acting = acting.sort_values("is_named", ascending=False, kind="stable").sort_values("rank", kind="stable")
    return acting[["action_id", "organisation_id", "name", "is_named", "group"]].reset_index(drop=True)


def cities(selection: Selection, organisation_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The names of the cities where actions were held in which each of these took part; none where none is named."""
    acting = _acting(selection)
    acting = acting.loc[acting["organisation_id"].isin(list(organisation_ids)), ["organisation_id", "action_id"]]
    held = selection["action_places"].query("role == 'held'")[["action_id", "place_id"]]
    pairs = acting.merge(held, on="action_id")[["organisation_id", "place_id"]].drop_duplicates()
    names = pairs["place_id"].map(selection["places"].set_index("place_id")["name"])
    return names.groupby(pairs["organisation_id"], sort=False).agg(tuple).to_dict()


def addressed(selection: Selection) -> pd.DataFrame:
    """One row an institution that actions in view spoke to, or their demands: by country, those of none last.

    Columns: organisation_id, name, is_named, country, actions (that addressed it), demands (put to it), took_part (in
    another action, or in the same), by (ids of the organisers of these actions and of those that made these demands;
    empty where the source names none).
    """
    frame = directory(selection)
    frame = frame[(frame["addressed"] > 0) | (frame["demands"] > 0)]
    told = selection.on_theme
    roles = selection["action_organisations"].assign(group=lambda joins: joins["role"].map(ROLE_GROUPS))
    made = told["demand_addressees"].merge(told["demand_actions"], on="demand_id")
    columns = ["organisation_id", "action_id"]
    pairs = pd.concat([roles.loc[roles["group"] == "addressed", columns], made[columns]]).drop_duplicates()
    organisers = roles.loc[roles["group"] == "organiser", columns].rename(columns={"organisation_id": "by"})
    by = pairs.merge(organisers, on="action_id")[["organisation_id", "by"]].drop_duplicates()
    by = by[by["organisation_id"] != by["by"]].groupby("organisation_id", sort=False)["by"].agg(tuple).to_dict()
    frame = frame.assign(by=[by.get(code, ()) for code in frame["organisation_id"]], actions=frame["addressed"])
    frame["took_part"] = frame["acting"] > 0
    frame = frame.sort_values("name", key=summaries.by_name)
    frame = frame.sort_values("country", kind="stable", na_position="last", ignore_index=True)
    return frame[["organisation_id", "name", "is_named", "country", "actions", "demands", "took_part", "by"]]


def _acting(selection: Selection) -> pd.DataFrame:
    """Who took part in which selected action, each once, in the strongest way in which it did."""
    joins = selection["action_organisations"]
    joins = joins[["action_id", "organisation_id"]].assign(group=joins["role"].map(ROLE_GROUPS))
    joins = joins[joins["group"] != "addressed"]
    joins = joins.assign(rank=joins["group"].map({group: i for i, group in enumerate(GROUPS)}))
    joins = joins.sort_values("rank", kind="stable").drop_duplicates(["action_id", "organisation_id"]).sort_index()
    facts = selection.dataset["organisations"][["organisation_id", "name", "is_named"]]
    frame = joins.merge(facts, on="organisation_id")
    return frame.assign(is_named=frame["is_named"].astype(bool))
