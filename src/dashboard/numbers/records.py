"""Everything known about one thing: the flat row of each action, and the parts of an action's record.

Records of an organisation, a city, a country or a theme need no functions of their own: they are a
selection by that one filter, shown through `summaries`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.i18n import Translator
from dashboard.numbers.summaries import NOT_REPORTED, ROLE_GROUPS, by_name
from dashboard.package.dataset import Dataset
from dashboard.query.selection import Selection

KINDS = ("action", "organisation", "place", "country", "theme")  # what `record=` may open
SEPARATOR = "; "  # between the items of one cell


def action_rows(selection: Selection, t: Translator) -> pd.DataFrame:
    """One row a selected action, in order of date, readable labels beside the codes; undated actions last.

    Columns: the columns of `actions`, then for each code its label (`country_name`, `action_type_label`,
    `participants_qualifier_label`), cities by role (`cities`, `cities_materials`, `cities_participants`),
    organisations by standing (`organisers`, `partners`, `addressed`), `themes`, `slogans`, `demands`,
    `outcomes` and `outputs`. Cells that hold several items join them with "; "; the `…_ids` columns hold
    their codes in the same order.
    """
    d = selection.dataset
    actions = selection["actions"].sort_values(["start_date", "action_id"], na_position="last", ignore_index=True)
    rows = actions.copy()
    ids = rows["action_id"]

    def joined(frame: pd.DataFrame, column: str, code: str) -> pd.Series:
        # By hand: a grouped join takes minutes with 100,000 actions. By code: two groups may bear one name.
        items: dict[str, dict[str, str]] = {}
        for action_id, key, item in zip(frame["action_id"], frame[code], frame[column], strict=True):
            items.setdefault(action_id, {})[key] = item
        return ids.map({action_id: SEPARATOR.join(of.values()) for action_id, of in items.items()}).astype("str")

    place = selection["action_places"].merge(selection["places"][["place_id", "name"]], on="place_id")
    organisation = selection["action_organisations"].merge(
        selection["organisations"][["organisation_id", "name"]], on="organisation_id"
    )
    organisation["group"] = organisation["role"].map(ROLE_GROUPS)
    theme = selection["action_themes"].merge(selection["themes"][["theme_id", "label"]], on="theme_id")
    demand = selection["demand_actions"].merge(selection["demands"][["demand_id", "text"]], on="demand_id")
    outcome = selection["outcome_actions"].merge(selection["outcomes"][["outcome_id", "text"]], on="outcome_id")
    output = selection["outputs"].assign(text=output_texts(selection["outputs"], selection.dataset, t))

    type_label = d["action_types"].set_index("action_type")["label"]
    rows["country_name"] = [t.country(code) for code in rows["country"]]
    rows["action_type_label"] = rows["action_type"].map(type_label)
    rows["participants_qualifier_label"] = [
        d.category_label("actions", "participants_qualifier", q) for q in rows["participants_qualifier"]
    ]
    for column, role in (
        ("cities", "held"),
        ("cities_materials", "materials_distributed"),
        ("cities_participants", "participants_from"),
    ):
        rows[column] = joined(place[place["role"] == role], "name", "place_id")
    rows["city_ids"] = joined(place[place["role"] == "held"], "place_id", "place_id")
    for column, group in (("organisers", "organiser"), ("partners", "partner"), ("addressed", "addressed")):
        standing = organisation[organisation["group"] == group]
        rows[column] = joined(standing, "name", "organisation_id")
        rows[f"{column.removesuffix('s')}_ids"] = joined(standing, "organisation_id", "organisation_id")
    rows["themes"] = joined(theme, "label", "theme_id")
    rows["theme_ids"] = joined(theme, "theme_id", "theme_id")
    rows["slogans"] = joined(selection["slogans"], "text", "slogan_id")
    rows["demands"] = joined(demand, "text", "demand_id")
    rows["outcomes"] = joined(outcome, "text", "outcome_id")
    rows["outputs"] = joined(output, "text", "output_id")
    return rows[COLUMNS]


SORTS = ("date", "title", "country", "type", "organisers", "participants")


def in_order(rows: pd.DataFrame, sort: str) -> pd.DataFrame:
    """Rows of `action_rows` sorted by one of `SORTS`, "-" before it from last to first; what is missing stands last."""
    by = sort.removeprefix("-")
    columns = {"date": "start_date", "country": "country_name", "type": "action_type_label", "participants": "most"}
    most = rows["participants_min"].fillna(rows["participants_max"])
    key = rows.assign(most=most)[columns.get(by, by)]
    if by not in ("date", "participants"):
        key = by_name(key).where(key.notna())
    order = key.sort_values(ascending=not sort.startswith("-"), kind="stable", na_position="last").index
    return rows.loc[order].reset_index(drop=True)


COLUMNS = [
    "action_id", "title", "country", "country_name", "cities", "city_ids", "cities_materials", "cities_participants",
    "action_type", "action_type_label", "start_date", "end_date", "date_precision", "date_basis", "date_text",
    "participants_text", "participants_min", "participants_max", "participants_qualifier",
    "participants_qualifier_label", "themes", "theme_ids", "organisers", "organiser_ids", "partners",
    "partner_ids", "addressed", "addressed_ids",
    "summary", "slogans", "demands", "outcomes", "outputs", "places_complete", "source_id", "source_section",
    "source_lines",
]  # fmt: skip


def output_texts(outputs: pd.DataFrame, dataset: Dataset, t: Translator) -> list[str]:
    """Each output in words: "13 sites", "about 40 leaflets", "sites: number not reported".

    Of a range and of a vague number the value is the lower bound. Without a unit the measure says what was counted.
    """
    at_least = t("at least {n}")
    before = {"about": t("about {n}"), "at_least": at_least, "range": at_least, "vague": at_least}
    texts = []
    for row in outputs.itertuples():
        what = row.unit if isinstance(row.unit, str) else dataset.category_label("outputs", "measure", row.measure)
        if pd.isna(row.value):
            texts.append(t("{what}: number not reported", what=what))
        else:
            number = t.number(float(row.value))
            texts.append(f"{before.get(row.qualifier, '{n}').format(n=number)} {what}")
    return texts


@dataclass(frozen=True)
class ActionRecord:
    """All that the dataset holds of one action; frames carry their `source_lines` where their tables have them."""

    action: pd.Series
    places: pd.DataFrame  # place_id, name, country, role, venue
    organisations: pd.DataFrame  # organisation_id, name, kind, is_named, role, group, source_lines
    themes: pd.DataFrame  # theme_id, label, basis, source_lines
    slogans: pd.DataFrame
    outputs: pd.DataFrame  # with `words`
    demands: pd.DataFrame  # with addressees, addressee_ids, theme_labels
    outcomes: pd.DataFrame
    missing: tuple[str, ...]  # what the report does not say: codes of `WHAT_IS_MISSING`


WHAT_IS_MISSING = ("date", "end", "place", "count", "organiser", "outcome", "media")


def action_record(dataset: Dataset, action_id: str, t: Translator) -> ActionRecord:
    """The record of one action.

    Raises KeyError when the dataset has no such action.
    """
    actions = dataset["actions"]
    found = actions[actions["action_id"] == action_id]
    if found.empty:
        raise KeyError(action_id)
    action = found.iloc[0]

    def of(table: str) -> pd.DataFrame:
        rows = dataset[table]
        return rows[rows["action_id"] == action_id]

    places = of("action_places").merge(dataset["places"], on="place_id")
    organisations = of("action_organisations").merge(dataset["organisations"], on="organisation_id")
    organisations["group"] = organisations["role"].map(ROLE_GROUPS)
    outcomes = dataset["outcomes"][dataset["outcomes"]["outcome_id"].isin(of("outcome_actions")["outcome_id"])]
    outputs = of("outputs")
    missing = {
        "date": pd.isna(action["start_date"]),
        "end": pd.notna(action["start_date"]) and pd.isna(action["end_date"]),
        "place": not (places["role"] == "held").any(),
        "count": action["participants_qualifier"] == NOT_REPORTED,
        "organiser": not (organisations["group"] == "organiser").any(),
        "outcome": not (outcomes["kind"] != "media_coverage").any(),
        "media": not (outcomes["kind"] == "media_coverage").any(),
    }
    return ActionRecord(
        action=action,
        places=places,
        organisations=organisations,
        themes=of("action_themes").merge(dataset["themes"], on="theme_id"),
        slogans=of("slogans"),
        outputs=outputs.assign(words=output_texts(outputs, dataset, t)),
        demands=demand_rows(dataset, of("demand_actions")["demand_id"], t),
        outcomes=outcomes,
        missing=tuple(what for what in WHAT_IS_MISSING if missing[what]),
    )


@dataclass(frozen=True)
class Behind:
    """Where the actions behind a demand or an outcome were held, and who organised them; names, each once."""

    cities: tuple[str, ...] = ()
    organisers: tuple[str, ...] = ()


def behind(dataset: Dataset, joins: pd.DataFrame, key: str) -> dict[str, Behind]:
    """What stands behind each `key` of a table of joins with actions."""
    pairs = joins[[key, "action_id"]].drop_duplicates()
    held = dataset["action_places"].query("role == 'held'").merge(dataset["places"][["place_id", "name"]])
    roles = dataset["action_organisations"]
    organisers = roles[roles["role"].map(ROLE_GROUPS) == "organiser"].merge(
        dataset["organisations"][["organisation_id", "name"]]
    )

    def names(of: pd.DataFrame) -> dict[str, tuple[str, ...]]:
        found = pairs.merge(of[["action_id", "name"]], on="action_id")[[key, "name"]].drop_duplicates()
        return found.groupby(key, sort=False)["name"].agg(tuple).to_dict()

    cities, groups = names(held), names(organisers)
    return {code: Behind(cities.get(code, ()), groups.get(code, ())) for code in pairs[key].unique()}


def demand_rows(dataset: Dataset, demand_ids: Iterable[str], t: Translator) -> pd.DataFrame:
    """One row a demand in readable form.

    Columns: those of `demands`, then country_name, directness_label, addressees, addressee_ids, theme_labels,
    theme_ids, action_ids (lists in tuples).
    """
    rows = dataset["demands"][dataset["demands"]["demand_id"].isin(list(demand_ids))].copy()
    wanted = set(rows["demand_id"])
    names = dataset["organisations"].set_index("organisation_id")["name"]
    labels = dataset["themes"].set_index("theme_id")["label"]

    def collected(table: str, column: str) -> list[tuple[str, ...]]:
        joins = dataset[table]
        grouped = joins[joins["demand_id"].isin(wanted)].groupby("demand_id", sort=False)[column].agg(tuple)
        return [grouped.get(i, ()) for i in rows["demand_id"]]

    rows["country_name"] = [t.country(code) for code in rows["country"]]
    rows["directness_label"] = [dataset.category_label("demands", "directness", d) for d in rows["directness"]]
    rows["addressee_ids"] = collected("demand_addressees", "organisation_id")
    rows["addressees"] = [tuple(names[i] for i in ids) for ids in rows["addressee_ids"]]
    rows["theme_ids"] = collected("demand_themes", "theme_id")
    rows["theme_labels"] = [tuple(labels[i] for i in ids) for ids in rows["theme_ids"]]
    rows["action_ids"] = collected("demand_actions", "action_id")
    return rows
