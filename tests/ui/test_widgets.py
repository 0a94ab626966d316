"""The parts that several pages share, told of one view."""

from __future__ import annotations

import pytest

from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.theme import LIGHT
from dashboard.ui import claims, widgets
from dashboard.ui.visit import View


def view(dataset: Dataset, filters: Filters) -> View:
    return View(
        "charts", dataset, Translator("en"), LIGHT, filters, None, {"tab": "people", "map": "actions", "home": ""}, ()
    )


@pytest.mark.parametrize("told", [widgets.picture_source, widgets.source_line])
def test_pictures_and_the_foot_name_the_sources_in_view(told, small: Dataset) -> None:
    first, second = small["sources"]["title"]
    both = told(view(small, Filters()))
    assert first in both and second in both
    one = told(view(small, Filters(source=("report-2020",))))
    assert second in one and first not in one


def test_the_law_stands_with_its_lines_as_people_write_them(small: Dataset) -> None:
    v = view(small, Filters())
    row = (
        small["policy_facts"]
        .iloc[[0]]
        .assign(source_lines="1-2;4", figure="", theme_labels=[("Law",)], source_section="Belarus")
    )
    assert "Belarus, lines 1–2, 4" in claims._fact(v, next(row.itertuples()))
