"""The flat rows of actions: readable cells beside their codes, in the same order."""

from __future__ import annotations

from dashboard.i18n import Translator
from dashboard.numbers.records import SEPARATOR, action_record, action_rows
from dashboard.package.dataset import Dataset, load
from dashboard.query.filters import Filters
from dashboard.query.selection import select


def test_names_and_codes_stand_in_the_same_order_even_if_two_groups_bear_one_name(spoil) -> None:  # type: ignore[no-untyped-def]
    spoil("organisations", "open-door", name="Local activists")
    dataset = load(spoil("organisations", "people-plus", name="Local activists"))
    rows = action_rows(select(Filters(), dataset), Translator("en")).set_index("action_id")
    assert rows.loc["BY-2019-03", "organisers"] == "Local activists; Local activists"
    assert rows.loc["BY-2019-03", "organiser_ids"] == "open-door; people-plus"
    for names, codes in (("cities", "city_ids"), ("organisers", "organiser_ids"), ("themes", "theme_ids")):
        pairs = rows[[names, codes]].fillna("")
        assert (pairs[names].str.count(SEPARATOR) == pairs[codes].str.count(SEPARATOR)).all()


def test_what_a_record_lacks_is_named(small: Dataset) -> None:
    missing = {i: action_record(small, i, Translator("en")).missing for i in small["actions"]["action_id"]}
    # Where people only came from a city, or materials only went there, no city is told in which it was held.
    held = small["action_places"].query("role == 'held'")["action_id"]
    assert {i for i, what in missing.items() if "place" in what} == set(missing) - set(held)
    assert "count" in missing["KZ-2019-01"] and "date" in missing["KZ-2019-01"]
    assert "count" not in missing["BY-2019-02"]
