"""A sheet to draw on for saved pictures: pixels from the top left, text that is measured and wrapped, PNG and SVG."""

from __future__ import annotations

import io
from dataclasses import dataclass

from dashboard.fonts import family
from dashboard.theme import Palette

HATCHED = ("hatched", "not_reported")  # roles of colour that are drawn with a pattern


@dataclass(frozen=True)
class Shape:
    """The size of a picture: as it is laid out, and how many pixels of the PNG make one of these."""

    width: int
    height: int
    scale: int


# Wide ones stand on slides and in articles, the others go to networks that ask for exactly this size.
SHAPES = {"wide": Shape(1200, 675, 2), "square": Shape(1080, 1080, 1), "tall": Shape(1080, 1350, 1)}


class Sheet:
    """A picture while it is drawn."""

    def __init__(self, shape: Shape, palette: Palette) -> None:
        # Heavy imports, and only pictures need them: they must not slow the first page.
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.shape, self.palette = shape, palette
        self.width, self.height = float(shape.width), float(shape.height)
        self._figure = Figure(figsize=(shape.width / 72, shape.height / 72), dpi=72)  # a point is a pixel
        self._canvas = FigureCanvasAgg(self._figure)

    def colour(self, role: str) -> str:
        """The colour of a role; that of what is hatched is the colour of its lines."""
        return self.palette.accent if role == "hatched" else str(getattr(self.palette, role))

    def measure(self, text: str, size: float, bold: bool = False) -> float:
        """How wide a line of text is."""
        from matplotlib.font_manager import FontProperties

        font = FontProperties(family=family(), size=size, weight="bold" if bold else "normal")
        return float(self._canvas.get_renderer().get_text_width_height_descent(text, font, False)[0])

    def wrapped(self, text: str, size: float, width: float, bold: bool = False) -> list[str]:
        """The text in lines of at most this width, broken at spaces, and within a word that is longer than a line."""
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if self.measure(longer, size, bold) <= width:
                lines[-1] = longer
                continue
            if lines[-1]:
                lines.append("")
            for letter in word:
                if self.measure(lines[-1] + letter, size, bold) > width:
                    lines.append("")
                lines[-1] += letter
        return lines

    def text(
        self, x: float, y: float, text: str, size: float, role: str = "ink", bold: bool = False, align: str = "left"
    ) -> None:
        """A line of text whose letters stand on `y`."""
        self._figure.text(
            x / self.width,
            1 - y / self.height,
            text,
            size=size,
            color=self.colour(role) if not role.startswith("#") else role,
            weight="bold" if bold else "normal",
            ha=align,
            va="baseline",
            family=family(),
            parse_math=False,
        )

    def box(self, x: float, y: float, width: float, height: float, role: str) -> None:
        """A filled rectangle, its upper left corner given; the roles of what is not sure are hatched."""
        from matplotlib.patches import Rectangle

        colour = role if role.startswith("#") else self.colour(role)
        hatched = role in HATCHED
        self._figure.add_artist(
            Rectangle(
                (x / self.width, 1 - (y + height) / self.height),
                width / self.width,
                height / self.height,
                transform=self._figure.transFigure,
                facecolor=self.palette.paper if hatched else colour,
                edgecolor=colour if hatched else "none",
                linewidth=1.2 if hatched else 0,
                hatch="////" if hatched else None,
            )
        )

    def image(self, png: bytes, x: float, y: float) -> None:
        """A picture of as many pixels as the place has in the PNG, its upper left corner given."""
        from matplotlib.image import imread

        pixels = imread(io.BytesIO(png))
        scale = self.shape.scale
        high = pixels.shape[0]
        self._figure.figimage(pixels, xo=round(x * scale), yo=round((self.height - y) * scale) - high, origin="upper")

    def png(self) -> bytes:
        """The picture as a PNG, the same bytes for the same drawing."""
        out = io.BytesIO()
        dots = 72 * self.shape.scale
        self._figure.savefig(out, format="png", dpi=dots, facecolor=self.palette.paper, metadata={"Software": None})
        return out.getvalue()

    def svg(self, title: str, about: str) -> bytes:
        """The picture as an SVG, its letters as outlines, the same everywhere; its words as metadata."""
        import matplotlib

        out = io.BytesIO()
        told = {"Date": None, "Creator": None, "Title": title, "Description": about}
        with matplotlib.rc_context({"svg.hashsalt": "chart"}):  # else every picture gets other ids
            self._figure.savefig(out, format="svg", facecolor=self.palette.paper, metadata=told)
        return out.getvalue()
