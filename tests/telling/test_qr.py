"""A code only where its address leads somewhere."""

from __future__ import annotations

import pytest

from dashboard.query.addresses import opens_elsewhere
from dashboard.telling import qr


@pytest.mark.parametrize(
    ("link", "opens"),
    [
        ("https://atlas.example.org/actions?lang=ru", True),
        ("http://192.168.1.5:8501/actions", True),
        ("http://127.0.0.1:8501/actions", False),
        ("http://localhost:8501/", False),
        ("http://[::1]:8501/", False),
        ("/actions?lang=ru", False),
        ("", False),
    ],
)
def test_an_address_of_this_computer_alone_has_no_code(link: str, opens: bool) -> None:
    assert opens_elsewhere(link) == opens == bool(qr.png(link)) == bool(qr.data_uri(link))


def test_the_same_address_gives_the_same_picture() -> None:
    link = "https://atlas.example.org/actions?theme=naloxone"
    assert qr.png(link) == qr.png(link) and qr.png(link)[:4] == b"\x89PNG"
    assert qr.png(link) != qr.png(f"{link}&lang=ru")
