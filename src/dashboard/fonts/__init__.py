"""The typeface of pictures that are made here: that of the pages, so that what is saved looks like what was seen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILES = ("AtlasSans-Regular.ttf", "AtlasSans-SemiBold.ttf")


@cache
def family() -> list[str]:
    """The families that matplotlib is to set text in: the page's own, then one that has the letters it lacks.

    The files are an instance of Source Sans 3, which the pages are set in; its licence wants another name for one.
    The heavier one is known to matplotlib as bold.
    """
    from matplotlib import font_manager

    for name in FILES:
        font_manager.fontManager.addfont(Path(__file__).with_name(name))
    return ["Atlas Sans", "DejaVu Sans"]
