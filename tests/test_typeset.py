"""What is set for reading: spaces that do not break, dashes by language; and that files for programs stay plain."""

from __future__ import annotations

import pytest

from dashboard.exports import FORMATS
from dashboard.i18n import LANGUAGES, NO_BREAK, Translator, typeset
from dashboard.package.dataset import Dataset
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.telling import brief, slides


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ru", "26 июня 2019 г. в Минске", "26_июня 2019_г. в_Минске"),
        ("ru", "Минск – 2", "Минск_—_2"),
        ("ru", "налоксон — в аптеки, а не по рецепту", "налоксон_— в_аптеки, а_не по рецепту"),
        ("ru", "и в 13 кабинетах, 50 % людей", "и_в_13_кабинетах, 50_% людей"),
        ("ru", "Приказ № 188, статья 309 и ст. 328", "Приказ №_188, статья_309 и_ст._328"),
        ("ru", "А. С. Яровой", "А._С._Яровой"),
        ("ru", "нарко и другие слова", "нарко и_другие слова"),
        ("en", "Minsk – 2; 26 June 2019", "Minsk_–_2; 26_June 2019"),
        ("en", "Order No. 188 under Article 309", "Order No._188 under Article_309"),
        ("en", "38 actions in 10 countries", "38 actions in 10 countries"),
    ],
)
def test_a_language_has_its_own_rules(language: str, text: str, told: str) -> None:
    assert typeset(text, language).replace(NO_BREAK, "_") == told
    assert typeset(typeset(text, language), language) == typeset(text, language)


def test_only_the_translator_of_readers_typesets() -> None:
    reading = Translator("ru", typesets=True)
    assert NO_BREAK in reading.n("{n} action", "{n} actions", 5)
    assert reading.plain == Translator("ru")
    assert reading.plain.n("{n} action", "{n} actions", 5) == "5 акций"


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_for_programs_are_plain_whoever_asks(language: str, shipped: Dataset) -> None:
    selection = select(Filters(country=("BY",)), shipped.in_language(language))
    for name in ("csv", "json", "geojson", "xlsx", "zip", "html", "docx", "pptx"):
        asked = [FORMATS[name].render(selection, Translator(language, typesets), "/") for typesets in (False, True)]
        assert asked[0] == asked[1], name
    of_data = sum(column.str.count(NO_BREAK).sum() for column in _texts(selection["actions"]))
    made = FORMATS["csv"].render(selection, Translator(language), "/").decode()
    assert made.count(NO_BREAK) <= max(4 * of_data, 12)  # the few that the data itself holds


def _texts(frame):
    return [frame[name].dropna() for name in frame.select_dtypes(include=["object", "string"])]


def test_slides_and_briefs_leave_typeset(shipped: Dataset) -> None:
    selection, t = select(Filters(country=("BY",)), shipped.in_language("ru")), Translator("ru")
    for slide in slides.slides(selection, t, "/"):
        for text in (slide.title, slide.view, slide.below, slide.speaker, *(line.text for line in slide.lines)):
            assert typeset(text, "ru") == text
    told = brief.brief(selection, t, "/actions?country=BY", "")
    assert told.link == "/actions?country=BY"
    assert all(typeset(item.text, "ru") == item.text for section in told.columns for item in section.items)
