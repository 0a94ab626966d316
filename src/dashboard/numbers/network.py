"""Who stands where: the directory of organisations, and the ties between those that met in an action.

Two layers that never mix: organisations that acted together (as organisers, partners, supporters, hosts or
participants), and institutions with those that addressed them. The labels are in the language of the
selection's dataset.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.numbers import summaries
from dashboard.numbers.summaries import GROUPS, ROLE_GROUPS
from dashboard.query.selection import Selection

CROWD = 40  # more organisations than this in one action are tied to its first organiser only: pairs grow squared
PAIR = ["source", "target"]


@dataclass(frozen=True)
class Network:
    """The organisations of one layer that are tied to another one, and their ties.

    `nodes`: organisation_id, name, standing (organiser, partner, addressed), actions, the most active first.
    `edges`: source, target (organisation ids), source_name, target_name, actions (that they share), the
    strongest first. `joins`: source, target, action_id. `alone`: organisations of the layer without a tie.
    `crowded`: actions whose ties are only those of the first organiser (see CROWD).
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame
    joins: pd.DataFrame
    alone: int
    crowded: int = 0


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


def partnerships(selection: Selection) -> Network:
    """Who acted with whom: pairs of organisers, partners, supporters, hosts, participants of one action."""
    roles = _standings(selection)
    acting = roles[roles["group"] != "addressed"]
    # Organisers first, so that a duplicate in two roles keeps the stronger one.
    acting = acting.sort_values(["action_id", "group"], key=_rank, kind="stable")
    acting = acting.drop_duplicates(["action_id", "organisation_id"])
    sizes = acting.groupby("action_id")["organisation_id"].transform("size")
    first = acting.drop_duplicates("action_id")
    small, crowd = acting[sizes <= CROWD], acting[sizes > CROWD]
    ties = pd.concat(
        [
            small.merge(small, on="action_id", suffixes=("", "_other")),
            first[first["action_id"].isin(crowd["action_id"])].merge(crowd, on="action_id", suffixes=("", "_other")),
        ]
    )
    pairs = pd.DataFrame(
        {
            "source": ties["organisation_id"].where(
                ties["organisation_id"] < ties["organisation_id_other"], ties["organisation_id_other"]
            ),
            "target": ties["organisation_id_other"].where(
                ties["organisation_id"] < ties["organisation_id_other"], ties["organisation_id"]
            ),
            "action_id": ties["action_id"],
        }
    )
    joins = pairs[pairs["source"] != pairs["target"]].drop_duplicates(ignore_index=True)
    organisers = acting.loc[acting["group"] == "organiser", "organisation_id"]
    members = acting.drop_duplicates("organisation_id")["organisation_id"]
    standing = pd.Series("partner", index=pd.Index(members)).mask(members.isin(organisers).to_numpy(), "organiser")
    counts = acting.groupby("organisation_id")["action_id"].nunique()
    return _network(selection, joins, standing, counts, crowded=int(crowd["action_id"].nunique()))


def addressing(selection: Selection) -> Network:
    """Who addressed whom: the organisers of an action and the institutions that it spoke to."""
    roles = _standings(selection)
    organisers = roles[roles["group"] == "organiser"].drop_duplicates(["action_id", "organisation_id"])
    addressed = roles[roles["group"] == "addressed"].drop_duplicates(["action_id", "organisation_id"])
    sizes = addressed.groupby("action_id").size().mul(organisers.groupby("action_id").size(), fill_value=0)
    crowded = sizes.index[sizes > CROWD * CROWD]
    keep = ~organisers["action_id"].isin(crowded) | ~organisers["action_id"].duplicated()
    ties = organisers[keep].merge(addressed, on="action_id", suffixes=("", "_other"))
    joins = ties[["organisation_id", "organisation_id_other", "action_id"]].set_axis([*PAIR, "action_id"], axis=1)
    joins = joins[joins["source"] != joins["target"]].reset_index(drop=True)
    members = pd.Index(pd.concat([joins["source"], addressed["organisation_id"]]).unique())
    standing = pd.Series("addressed", index=members).mask(members.isin(joins["source"]), "organiser")
    inside = pd.concat([joins[["source", "action_id"]].set_axis(["organisation_id", "action_id"], axis=1), addressed])
    counts = inside.groupby("organisation_id")["action_id"].nunique()
    return _network(selection, joins, standing, counts, crowded=len(crowded))


def strongest(selection: Selection, network: Network, limit: int, actions: int = 5) -> pd.DataFrame:
    """The first `limit` ties with what they rest on: the columns of `edges`, then titles (a tuple).

    `titles` are those of the shared actions, `actions` at most; how many there are says the column `actions`.
    """
    shown = network.edges.head(limit)
    joins = network.joins.merge(shown[PAIR], on=PAIR)
    joins = joins[joins.groupby(PAIR).cumcount() < actions]
    joins = joins.merge(selection["actions"][["action_id", "title"]], on="action_id")
    titles = joins.groupby(PAIR)["title"].agg(tuple)
    return shown.assign(titles=[titles[pair] for pair in zip(shown["source"], shown["target"], strict=True)])


def meetings(selection: Selection, network: Network) -> pd.DataFrame:
    """One row an action that ties organisations, that of most first: action_id, title, organisations."""
    ends = pd.concat(
        [network.joins[["action_id", end]].set_axis(["action_id", "organisation"], axis=1) for end in PAIR]
    )
    counts = ends.groupby("action_id")["organisation"].nunique().rename("organisations")
    frame = selection["actions"][["action_id", "title"]].merge(counts, left_on="action_id", right_index=True)
    return frame.sort_values(["organisations", "action_id"], ascending=[False, True], ignore_index=True)


def _network(
    selection: Selection, joins: pd.DataFrame, standing: pd.Series, counts: pd.Series, crowded: int
) -> Network:
    names = selection["organisations"].set_index("organisation_id")["name"]
    edges = joins.groupby(PAIR).size().rename("actions").reset_index().astype({"actions": int})
    for end in PAIR:
        edges[f"{end}_name"] = edges[end].map(names)
    edges = edges[[*PAIR, "source_name", "target_name", "actions"]].sort_values(
        ["actions", "source_name", "target_name"], ascending=[False, True, True], ignore_index=True
    )
    tied = standing[standing.index.isin(edges["source"]) | standing.index.isin(edges["target"])]
    nodes = pd.DataFrame(
        {
            "organisation_id": list(tied.index),
            "name": list(tied.index.map(names.to_dict())),
            "standing": list(tied),
            "actions": [int(n) for n in tied.index.map(counts.to_dict())],
        }
    )
    nodes = nodes.sort_values("name", key=summaries.by_name).sort_values(
        "actions", ascending=False, kind="stable", ignore_index=True
    )
    return Network(nodes, edges, joins, alone=len(standing) - len(tied), crowded=crowded)


def _standings(selection: Selection) -> pd.DataFrame:
    """Who stood in which selected action, in the table's order: action_id, organisation_id, group."""
    joins = selection["action_organisations"]
    return joins[["action_id", "organisation_id"]].assign(group=joins["role"].map(ROLE_GROUPS))


def _rank(column: pd.Series) -> pd.Series:
    """A sorting key that puts the standings in their own order and leaves other columns as they are."""
    return column.map({group: i for i, group in enumerate(GROUPS)}) if column.name == "group" else column
