"""Every number that is shown: a selection goes in, a tidy aggregate with its "not reported" count comes out.

Pages, charts, slides, workbooks and the API show these frames and count nothing themselves. Codes stand
beside labels; labels are in the language of the selection's dataset.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers.counts import Bodies, Headline, Participants, Who
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select

# The three ways to stand in an action. Institutions that an action spoke to did not take part in it.
ROLE_GROUPS = {
    "lead": "organiser",
    "co_organiser": "organiser",
    "partner": "partner",
    "supporter": "partner",
    "host": "partner",
    "participant": "partner",
    "addressed": "addressed",
}
GROUPS = ("organiser", "partner", "addressed")
STANDINGS = (*GROUPS, "mentioned")  # the strongest first; the last stands in no action and no demand
NOT_REPORTED = "not_reported"


def headline(selection: Selection) -> Headline:
    """The headline numbers of a selection."""
    return Headline(
        actions=len(selection),
        places=int(_held(selection)["place_id"].nunique()),
        countries=int(selection["actions"]["country"].nunique()),
        who=who(selection),
        participants=participants(selection),
    )


def who(selection: Selection) -> Who:
    """How many organisations and groups are in view, each counted once: the one count that everything tells."""
    standing = standings(selection)
    named = selection.on_theme["organisations"].set_index("organisation_id")["is_named"].astype(bool)
    counts = named.groupby([standing.reindex(named.index), named]).size()
    return Who(**{group: Bodies(*(int(counts.get((group, n), 0)) for n in (True, False))) for group in STANDINGS})


def by_name(names: pd.Series) -> pd.Series:
    """What names sort by: «Пульс» stands at П, not before all letters."""
    return names.astype("str").str.lstrip("«“„\"'‘").str.casefold()


def standings(selection: Selection) -> pd.Series:
    """The strongest standing of each organisation in view, one of STANDINGS, by organisation_id."""
    groups = _roles(selection)[["organisation_id", "group"]]
    told = selection.on_theme
    asked = told["demand_addressees"][["organisation_id"]].assign(group="addressed")
    known = told["organisations"][["organisation_id"]].assign(group="mentioned")
    every = pd.concat([groups, asked, known])
    rank = every["group"].map({group: i for i, group in enumerate(STANDINGS)})
    return rank.groupby(every["organisation_id"]).min().map(dict(enumerate(STANDINGS)))


def participants(selection: Selection) -> Participants:
    """The total of participants as the codebook words it (the sum of the lower readings, in tens)."""
    actions = selection["actions"]
    counted = actions[actions["participants_qualifier"] != NOT_REPORTED]
    people = int(counted["participants_min"].sum())
    vague = counted[counted["participants_qualifier"] == "vague"]
    return Participants(
        at_least=people // 10 * 10 or people,
        reported_by=len(counted),
        of=len(actions),
        words=tuple(counted["participants_text"].dropna()),
        vague=tuple(
            (str(w), int(n)) for w, n in zip(vague["participants_text"], vague["participants_min"], strict=True)
        ),
    )


def participants_by_action(selection: Selection) -> pd.DataFrame:
    """One row an action, largest lower reading first, actions without a figure last.

    Columns: action_id, title, country, text (the report's words), minimum, maximum (people; missing where
    open or not reported), qualifier, reported, cities (names of those where it was held), start, end, precision.
    """
    frame = selection["actions"][
        [
            "action_id",
            "title",
            "country",
            "participants_text",
            "participants_min",
            "participants_max",
            "participants_qualifier",
            "start_date",
            "end_date",
            "date_precision",
        ]
    ].set_axis(
        ["action_id", "title", "country", "text", "minimum", "maximum", "qualifier", "start", "end", "precision"],
        axis=1,
    )
    frame.insert(7, "reported", frame["qualifier"] != NOT_REPORTED)
    held = _held(selection).merge(selection["places"][["place_id", "name"]], on="place_id")
    cities: dict[str, dict[str, None]] = {}  # by hand: a grouped join takes seconds with 100,000 actions
    for code, name in zip(held["action_id"], held["name"], strict=True):
        cities.setdefault(code, {})[name] = None
    frame.insert(8, "cities", [tuple(cities.get(code, ())) for code in frame["action_id"]])
    return frame.sort_values("minimum", ascending=False, kind="stable", na_position="last", ignore_index=True)


def actions_by_country(selection: Selection, t: Translator) -> pd.DataFrame:
    """One row a country: country, label, actions, places (held), counted and not_reported (participant figures)."""
    actions = selection["actions"].assign(counted=selection["actions"]["participants_qualifier"] != NOT_REPORTED)
    held = _held(selection).merge(actions[["action_id", "country"]], on="action_id")
    frame = actions.groupby("country").agg(actions=("action_id", "size"), counted=("counted", "sum")).reset_index()
    frame["places"] = frame["country"].map(held.groupby("country")["place_id"].nunique()).fillna(0).astype(int)
    frame["counted"] = frame["counted"].astype(int)
    frame["not_reported"] = frame["actions"] - frame["counted"]
    frame["label"] = [t.country(code) for code in frame["country"]]
    columns = ["country", "label", "actions", "places", "counted", "not_reported"]
    return frame[columns].sort_values(["actions", "label"], ascending=[False, True], ignore_index=True)


def organisations(selection: Selection) -> pd.DataFrame:
    """One row an organisation that stands in a selected action, the most active first.

    Columns: organisation_id, name, kind, kind_label, country, is_named, organiser, partner, addressed
    (actions; one in which it stands in several ways counts in the strongest), actions (all three together),
    acting (as organiser or partner).
    """
    roles = _roles(selection)
    rank = roles["group"].map({group: i for i, group in enumerate(GROUPS)})
    each = roles.assign(rank=rank).sort_values("rank", kind="stable")
    each = each.drop_duplicates(["action_id", "organisation_id"])
    counts = pd.crosstab(each["organisation_id"], each["group"]).reindex(columns=list(GROUPS), fill_value=0).astype(int)
    counts["actions"] = counts[list(GROUPS)].sum(axis=1)
    counts["acting"] = counts["organiser"] + counts["partner"]
    facts = selection["organisations"].set_index("organisation_id")[["name", "kind", "country", "is_named"]]
    frame = facts.join(counts, how="inner").reset_index()
    frame.insert(3, "kind_label", [_category(selection, "organisations", "kind", kind) for kind in frame["kind"]])
    frame = frame.assign(by=by_name(frame["name"]))
    frame = frame.sort_values(["acting", "actions", "by"], ascending=[False, False, True], ignore_index=True)
    return frame.drop(columns="by")


def organisations_by_kind(selection: Selection) -> pd.DataFrame:
    """One row a kind of organisation: kind, label, organiser, partner, addressed (organisations, not actions).

    An organisation counts once: as organiser if it organised any selected action, else as partner, else
    as addressed. `unnamed` of them are groups that the report describes without a name.
    """
    frame = organisations(selection)
    standing = frame["organisation_id"].map(standings(selection)).to_numpy()
    table = pd.crosstab(frame["kind"], standing).reindex(columns=list(GROUPS), fill_value=0)
    table["unnamed"] = (~frame["is_named"].astype(bool)).groupby(frame["kind"]).sum()
    table = table.astype(int).reset_index()
    table.insert(1, "label", [_category(selection, "organisations", "kind", kind) for kind in table["kind"]])
    order = table[list(GROUPS)].sum(axis=1).sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def themes(selection: Selection) -> pd.DataFrame:
    """One row a theme that a selected action carries: theme_id, label, definition, actions, and actions by basis.

    The columns of the bases (aim, message, demand, outcome, mention) may overlap: an action can carry a
    theme on several grounds and counts once in `actions`. Those that mention it and no more are `only_mentioned`.
    """
    tags = selection["action_themes"]
    bases = ("aim", "message", "demand", "outcome", "mention")
    counts = pd.crosstab(tags["theme_id"], tags["basis"]).reindex(columns=list(bases), fill_value=0)
    counts.insert(0, "actions", tags.groupby("theme_id")["action_id"].nunique())
    raised = tags[tags["basis"] != "mention"].groupby("theme_id")["action_id"].nunique()
    counts["only_mentioned"] = counts["actions"] - raised.reindex(counts.index, fill_value=0)
    frame = selection["themes"].set_index("theme_id")[["label", "definition"]].join(counts, how="inner").reset_index()
    whole = dict.fromkeys(("actions", *bases, "only_mentioned"), int)
    return frame.astype(whole).sort_values(["actions", "label"], ascending=[False, True], ignore_index=True)


def action_types(selection: Selection) -> pd.DataFrame:
    """One row a type of action in view: action_type, label, definition, actions."""
    counts = selection["actions"]["action_type"].value_counts().rename("actions")
    frame = selection["action_types"].set_index("action_type").join(counts, how="inner").reset_index()
    return frame.sort_values(["actions", "label"], ascending=[False, True], ignore_index=True)


def days(selection: Selection, t: Translator) -> pd.DataFrame:
    """One row a first day: day (missing for the last rows), label, kind (day, month, year, undated), actions.

    An action counts once, on its first day; those known only by month or year, and those undated, have a
    row of their own after the days. The undated row is there even when it is empty.
    """
    actions = selection["actions"]
    kind = actions["date_precision"].astype("object").where(actions["start_date"].notna(), "undated")
    grouped = actions.assign(kind=kind).groupby(["kind", "start_date"], dropna=False).size()
    rows = [(start, t.date(start, kind), kind, int(n)) for (kind, start), n in grouped.items() if kind != "undated"]
    rows.sort(key=lambda row: (("day", "month", "year").index(row[2]), row[0]))
    rows = [
        (day, label if kind == "day" else t("{period}, day not stated", period=label), kind, n)
        for day, label, kind, n in rows
    ]
    rows.append((pd.NaT, t("date not stated"), "undated", int((kind == "undated").sum())))
    return pd.DataFrame(rows, columns=["day", "label", "kind", "actions"])


def timeline(selection: Selection, t: Translator) -> pd.DataFrame:
    """One row an action, and one a follow-up that an outcome announces for a date, for the timeline.

    Columns: action_id, title, country, country_label, start, end (dates; missing where not reported), kind
    (`day`, `month`, `year`: how exactly an action is dated; `undated`; `follow_up`), inferred (the source does not
    state the date, but it follows from the account).
    """
    actions = selection["actions"]
    kind = actions["date_precision"].astype("object").where(actions["start_date"].notna(), "undated")
    acts = pd.DataFrame(
        {
            "action_id": actions["action_id"],
            "title": actions["title"],
            "country": actions["country"],
            "start": actions["start_date"],
            "end": actions["end_date"],
            "kind": kind,
            "inferred": actions["date_basis"] == "inferred",
        }
    )
    due = selection["outcomes"].dropna(subset=["follow_up_date"]).merge(selection["outcome_actions"], on="outcome_id")
    due = due.drop_duplicates("outcome_id").merge(actions[["action_id", "country"]], on="action_id")
    announced = pd.DataFrame(
        {
            "action_id": due["action_id"],
            "title": due["text"],
            "country": due["country"],
            "start": due["follow_up_date"],
            "end": due["follow_up_date"],
            "kind": "follow_up",
            "inferred": False,
        }
    )
    frame = pd.concat([acts, announced], ignore_index=True) if len(announced) else acts.reset_index(drop=True)
    frame.insert(3, "country_label", [t.country(code) for code in frame["country"]])
    return frame


def campaign_day(selection: Selection) -> dt.date | None:
    """The campaign's day if the selection lies in one year whose day the data package names, else none."""
    years = set(selection["actions"]["start_date"].dropna().dt.year)
    within = [d for d in selection.dataset.schema.campaign_days if years == {d.year}]
    return within[0] if len(within) == 1 else None


def places(selection: Selection) -> pd.DataFrame:
    """One row a city of the selection, for the map and the lists.

    Columns: place_id, name, country, latitude, longitude (degrees), actions (held there), shared (of these,
    told together with other cities), materials, participants (actions that only handed out materials
    there, or drew people from there), organisations (named, taking part in the actions held there alone), and
    organisations_shared (the others, of actions held in several cities: who was in which is not told).
    """
    joins = selection["action_places"]
    held = _held(selection).drop_duplicates(["action_id", "place_id"])
    several = held["action_id"].map(held["action_id"].value_counts()) > 1
    roles = _roles(selection)
    acting = roles[(roles["group"] != "addressed") & roles["is_named"]]
    with_whom = held.assign(alone=~several).merge(acting[["action_id", "organisation_id"]], on="action_id")
    alone = with_whom.groupby(["place_id", "organisation_id"])["alone"].any()
    columns = {
        "actions": held.groupby("place_id")["action_id"].nunique(),
        "shared": held[several].groupby("place_id")["action_id"].nunique(),
        "materials": joins[joins["role"] == "materials_distributed"].groupby("place_id")["action_id"].nunique(),
        "participants": joins[joins["role"] == "participants_from"].groupby("place_id")["action_id"].nunique(),
        "organisations": alone.groupby("place_id").sum(),
        "organisations_shared": (~alone).groupby("place_id").sum(),
    }
    frame = selection["places"][["place_id", "name", "country", "latitude", "longitude"]].reset_index(drop=True)
    for name, counts in columns.items():
        frame[name] = frame["place_id"].map(counts).fillna(0).astype(int)
    return frame.sort_values(["actions", "name"], ascending=[False, True], ignore_index=True)


def places_left_out(selection: Selection) -> pd.DataFrame:
    """One row a city where an action was held that is not in view, and none that is; columns as in `places`."""
    every = every_place(selection.dataset)
    in_view = set(selection["places"]["place_id"])
    return every[(every["actions"] > 0) & ~every["place_id"].isin(in_view)].reset_index(drop=True)


@lru_cache(maxsize=4)
def every_place(dataset: Dataset) -> pd.DataFrame:
    """The cities of the whole dataset; columns as in `places`."""
    return places(select(Filters(), dataset))


def collective(selection: Selection) -> pd.DataFrame:
    """The cities of every action that was held in several at once: action_id, title, place_id, latitude, longitude."""
    held = _held(selection)[["action_id", "place_id"]].drop_duplicates()
    several = held[held["action_id"].duplicated(keep=False)]
    return several.merge(selection["places"][["place_id", "latitude", "longitude"]], on="place_id").merge(
        selection["actions"][["action_id", "title"]], on="action_id"
    )[["action_id", "title", "place_id", "latitude", "longitude"]]


def unplaced(selection: Selection) -> int:
    """The number of actions held in no city that the report names."""
    held = _held(selection)["action_id"]
    return int((~selection["actions"]["action_id"].isin(held)).sum())


def country_themes(selection: Selection, t: Translator) -> pd.DataFrame:
    """Actions by country and theme, long: country, country_label, theme_id, theme_label, actions (zero included).

    Beside each pair stand the totals of its edges: in_theme (actions that carry the theme) and in_country (actions
    of the country, on whatever theme, for the themes of an action overlap).
    """
    actions = selection["actions"][["action_id", "country"]]
    tags = selection["action_themes"][["action_id", "theme_id"]].drop_duplicates().merge(actions, on="action_id")
    counts = pd.crosstab(tags["country"], tags["theme_id"])
    counts = counts.reindex(index=sorted(actions["country"].unique()), fill_value=0)
    frame = counts.rename_axis("country").stack().rename("actions").reset_index()
    label = selection["themes"].set_index("theme_id")["label"]
    frame["country_label"] = [t.country(code) for code in frame["country"]]
    frame["theme_label"] = frame["theme_id"].map(label)
    frame["in_theme"] = frame["theme_id"].map(tags.groupby("theme_id")["action_id"].nunique())
    frame["in_country"] = frame["country"].map(actions["country"].value_counts())
    return frame[["country", "country_label", "theme_id", "theme_label", "actions", "in_theme", "in_country"]]


def demand_matrix(selection: Selection, t: Translator) -> pd.DataFrame:
    """Demands by theme and by kind of addressee, long: theme_id, theme_label, kind, kind_label, demands.

    A demand counts once in every cell that it belongs to. Demands without an addressee stand under the
    kind `not_reported`, those without a theme under the theme `not_reported`.
    """
    demands = selection["demands"][["demand_id"]]
    kinds = selection["demand_addressees"].merge(
        selection["organisations"][["organisation_id", "kind"]], on="organisation_id"
    )
    frame = (
        demands.merge(selection["demand_themes"], on="demand_id", how="left")
        .merge(kinds[["demand_id", "kind"]], on="demand_id", how="left")
        .fillna({"theme_id": NOT_REPORTED, "kind": NOT_REPORTED})
    )
    counts = frame.groupby(["theme_id", "kind"])["demand_id"].nunique().rename("demands").reset_index()
    label = selection["themes"].set_index("theme_id")["label"].to_dict()
    counts["theme_label"] = [label.get(i, t("no theme")) for i in counts["theme_id"]]
    counts["kind_label"] = [
        t("addressee not reported") if kind == NOT_REPORTED else _category(selection, "organisations", "kind", kind)
        for kind in counts["kind"]
    ]
    return counts[["theme_id", "theme_label", "kind", "kind_label", "demands"]]


def demands_by_addressee(selection: Selection, t: Translator) -> pd.DataFrame:
    """One row an addressee of the demands in view, the most often addressed first.

    Columns: organisation_id, name, kind, demands. A demand to several counts once with each. The last row,
    under the id `not_reported`, counts the demands that name no addressee; it is there even when it is empty.
    """
    joins = selection["demand_addressees"].drop_duplicates()
    counts = joins.groupby("organisation_id")["demand_id"].nunique().rename("demands")
    facts = selection["organisations"].set_index("organisation_id")[["name", "kind"]]
    frame = facts.join(counts, how="inner").reset_index()
    frame = frame.assign(by=by_name(frame["name"])).sort_values(["demands", "by"], ascending=[False, True])
    frame = frame.drop(columns="by")
    nobody = int((~selection["demands"]["demand_id"].isin(joins["demand_id"])).sum())
    last = pd.DataFrame([[NOT_REPORTED, t("addressee not reported"), NOT_REPORTED, nobody]], columns=frame.columns)
    return pd.concat([frame, last], ignore_index=True).astype({"demands": int})


def outcomes_by_kind(selection: Selection) -> pd.DataFrame:
    """One row a kind of outcome in view, the most frequent first, "other" last: kind, label, outcomes."""
    counts = selection["outcomes"]["kind"].value_counts()
    frame = pd.DataFrame({"kind": list(counts.index), "outcomes": [int(n) for n in counts]})
    frame.insert(1, "label", [_category(selection, "outcomes", "kind", kind) for kind in frame["kind"]])
    frame = frame.assign(last=frame["kind"] == "other")
    frame = frame.sort_values(["last", "outcomes", "label"], ascending=[True, False, True], ignore_index=True)
    return frame.drop(columns="last")


COVERED = ("date", "place", "count", "organiser", "outcome", "media")


def coverage(selection: Selection) -> pd.DataFrame:
    """What the report gives for each action: action_id, title, country, then true or false for each of COVERED.

    `media` is true where the report tells of coverage or publication as an outcome. Of what is given, `date_inferred`
    is not stated but follows from the account, and `place_partly` is a list of cities that breaks off.
    """
    actions = selection["actions"]
    ids = actions["action_id"]
    roles = selection["action_organisations"]
    named, held = roles.loc[roles["role"].map(ROLE_GROUPS) == "organiser", "action_id"], _held(selection)["action_id"]
    outcomes = selection["outcome_actions"].merge(selection["outcomes"][["outcome_id", "kind"]], on="outcome_id")
    return pd.DataFrame(
        {
            "action_id": ids,
            "title": actions["title"],
            "country": actions["country"],
            "date": actions["start_date"].notna(),
            "place": ids.isin(held),
            "count": actions["participants_qualifier"] != NOT_REPORTED,
            "organiser": ids.isin(named),
            "outcome": ids.isin(outcomes.loc[outcomes["kind"] != "media_coverage", "action_id"]),
            "media": ids.isin(outcomes.loc[outcomes["kind"] == "media_coverage", "action_id"]),
            "date_inferred": actions["date_basis"] == "inferred",
            "place_partly": ids.isin(held) & ~actions["places_complete"].astype(bool),
        }
    ).reset_index(drop=True)


def silent(selection: Selection) -> dict[str, int]:
    """For how many actions in view the report gives nothing, by each of COVERED."""
    frame = coverage(selection)
    return {what: int((~frame[what].astype(bool)).sum()) for what in COVERED}


def _held(selection: Selection) -> pd.DataFrame:
    """The places where the selected actions were held."""
    joins = selection["action_places"]
    return joins[joins["role"] == "held"]


def _roles(selection: Selection) -> pd.DataFrame:
    """Who stood in which selected action: action_id, organisation_id, role, group, is_named."""
    joins = selection["action_organisations"][["action_id", "organisation_id", "role"]]
    facts = selection.dataset["organisations"][["organisation_id", "is_named"]]
    frame = joins.merge(facts, on="organisation_id")
    return frame.assign(group=frame["role"].map(ROLE_GROUPS), is_named=frame["is_named"].astype(bool))


def _category(selection: Selection, table: str, field: str, value: str) -> str:
    return selection.dataset.category_label(table, field, value)
