"""The typeface of pictures has the letters of the languages that the atlas speaks."""

from __future__ import annotations

import io
import warnings

from matplotlib.figure import Figure

from dashboard.fonts import family


def test_the_page_typeface_is_the_first_and_lacks_no_letter_of_the_region() -> None:
    assert family()[0] == "Atlas Sans"
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a letter that no family has
        figure = Figure()
        for weight in ("normal", "bold"):
            text = "Ёлка, Қазақстан, Ïñtērnâçionāl, Ļas Ğajna, Ўзбекистон, ნალოქსონი, Հայաստան ← 26–29 “x” «я»"
            figure.text(0, 0.5, text, family=family(), weight=weight)
        figure.savefig(io.BytesIO(), format="svg")
