"""An address as a QR code, for those who sit in a room with a phone; only where the address leads somewhere."""

from __future__ import annotations

import base64
import io

import segno

from dashboard.query.addresses import opens_elsewhere

QUIET = 2  # modules of white around it


def png(link: str, scale: int = 12) -> bytes:
    """The code as a picture, black on white; no bytes for an address that opens on this computer alone."""
    if not opens_elsewhere(link):
        return b""
    out = io.BytesIO()
    segno.make_qr(link, error="m").save(out, kind="png", scale=scale, border=QUIET)
    return out.getvalue()


def data_uri(link: str) -> str:
    """The same for the `src` of an image; "" where there is none."""
    picture = png(link, 6)
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}" if picture else ""
