"""A view whose only action names no city is a file like any other."""

from __future__ import annotations

import pytest

from dashboard.exports import FORMATS
from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select


@pytest.mark.parametrize("name", FORMATS)
def test_a_view_without_a_city_is_written(name: str, small: Dataset) -> None:
    selection = select(Filters(type=("letters_and_visits",)), small)
    assert len(selection) == 1 and selection["places"].empty
    assert FORMATS[name].render(selection, Translator("en"), "/actions")
