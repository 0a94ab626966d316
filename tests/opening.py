"""A page as Streamlit's AppTest opens it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from conftest import ROOT


def open_page(page: str, *, unfolded: Sequence[str] = (), **query: str | list[str]) -> AppTest:
    """A page after its first run, as the query asks for it; `unfolded` are the keys of expanders that are open."""
    at = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=120)
    for name, value in query.items():
        at.query_params[name] = value
    for key in unfolded:
        at.session_state[key] = True
    at.run()
    no_errors(at)
    return at


def no_errors(at: AppTest) -> None:
    """Fails with the whole of what went wrong on a page: kind, words and the way to the line that raised it."""
    if at.exception:
        told = ["\n".join(filter(None, [error.message, *error.stack_trace])) for error in at.exception]
        pytest.fail("the page ended with an error:\n" + "\n\n".join(told), pytrace=False)


def heading_levels(at: AppTest) -> list[int]:
    """The levels of the headings on a page, from top to bottom: [1, 2, 3, 3, 2]."""
    return [int(element.tag[1]) for element in walk(at.main) if element.type in ("title", "header", "subheader")]


def walk(block: Block) -> Iterator[Element]:
    """The elements of a block, those of blocks inside it too, from top to bottom."""
    for child in block.children.values():
        if isinstance(child, Block):
            yield from walk(child)
        else:
            yield child


def plain(text: str) -> str:
    """The text without what is only for the eye: the spaces at which no line breaks."""
    return text.replace("\u00a0", " ")
