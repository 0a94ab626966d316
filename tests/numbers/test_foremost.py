"""What comes first where not everything has room: the order of demands, outcomes and facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.numbers import foremost
from dashboard.package.dataset import load
from dashboard.query.filters import Filters
from dashboard.query.selection import Selection, select

# Rows beside those of the handmade package: its own are BY-D01 (explicit, a ministry), KZ-D01 (a slogan, the
# prosecutor), EECA-D01 (explicit, nobody), BY-O01 (new members), KZ-O01 (a reply due), EECA-F01 and KZ-F01.
MORE = {
    "demands": [
        "BY-D02,report-2019,BY,Listen to us,slogan,BELARUS / Picket,15",
        "BY-D03,report-2019,BY,Listen to women,explicit,BELARUS / Picket,16",
        "BY-D04,report-2019,BY,Fund it,implied,BELARUS / Picket,17",
        "BY-D05,report-2019,BY,Say so,explicit,BELARUS / Picket,18",
        "KZ-D02,report-2019,KZ,Go on,explicit,KAZAKHSTAN / Letters,83",
    ],
    "demand_addressees": [
        "BY-D02,karaganda-group",  # without a name
        "BY-D03,karaganda-group",
        "BY-D03,by-ministry-of-health",  # one with a name beside it is enough
        "BY-D04,by-ministry-of-health",
    ],
    "outcomes": [
        "BY-O02,agreement_with_institution,It was agreed.,,,,52",
        "BY-O03,media_coverage,It was on the air.,,,,53",
    ],
    "policy_facts": [
        "KZ-F02,report-2019,KZ,It is hard.,,,,2019,KAZAKHSTAN / Round table,63",
        "BY-F01,report-2019,BY,It is long.,,,,2019,BELARUS / Picket,19",
        "BY-F02,report-2019,BY,A law says so.,,,Article 1,2019,BELARUS / Picket,20",
    ],
}


@pytest.fixture
def seen(package: Path) -> Selection:
    for table, rows in MORE.items():
        with (package / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{row}\n" for row in rows)
    for joins, pairs in {
        "demand_actions": [f"BY-D0{n},BY-2019-01" for n in (2, 3, 4, 5)] + ["KZ-D02,KZ-2019-03"],
        "outcome_actions": ["BY-O02,BY-2019-03", "BY-O03,BY-2019-03"],
    }.items():
        with (package / f"{joins}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{pair}\n" for pair in pairs)
    return select(Filters(), load(package))


def test_a_body_with_a_name_comes_before_others_before_nobody_and_said_before_implied(seen: Selection) -> None:
    of_belarus = [code for code in foremost.demands(seen) if code.startswith("BY")]
    assert of_belarus == ["BY-D01", "BY-D03", "BY-D04", "BY-D02", "BY-D05"]


def test_countries_take_turns(seen: Selection) -> None:
    demands = foremost.demands(seen)
    assert demands[:3] == ["BY-D01", "KZ-D01", "EECA-D01"]
    assert demands[3:5] == ["BY-D03", "KZ-D02"]
    assert sorted(demands) == sorted(seen["demands"]["demand_id"])


def test_what_changed_something_comes_before_what_was_noticed(seen: Selection) -> None:
    assert foremost.outcomes(seen) == ["BY-O02", "KZ-O01", "BY-O01", "BY-O03"]


def test_facts_with_a_law_or_a_figure_come_first_and_the_whole_region_last(seen: Selection) -> None:
    assert foremost.facts(seen) == ["KZ-F01", "BY-F02", "KZ-F02", "BY-F01", "EECA-F01"]
