"""What the tests of files share."""

from __future__ import annotations

import pytest

from dashboard.i18n import Translator
from dashboard.query.selection import Selection
from views import VIEWS, viewed


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0].name}-{view[1] or 'all'}-{view[2]}")
def view(request: pytest.FixtureRequest) -> tuple[Selection, Translator]:
    path, query, language = request.param
    selection, t, _ = viewed(query, language, path)
    return selection, t
