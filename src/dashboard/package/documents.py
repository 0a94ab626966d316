"""The texts that come with a data package (codebook, change log, licence), cut into sections for a page."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.package.reading import SHIPPED

MAX_BYTES = 1_000_000  # of a text that a page shows

RELATIVE_LINK = re.compile(r"\[([^\]]+)\]\((?![a-z]+:|[/?#])[^)\s]+\)")
CODE = re.compile(r"`([^`\n]+)`")
Link = Callable[[str], str | None]  # from a code to the address of what it names, if there is one


@dataclass(frozen=True)
class Section:
    """A heading without its marks, the text under it, and the sections of the next level."""

    heading: str
    text: str
    parts: tuple[Section, ...] = ()


def text(package: Path, name: str, language: str) -> str | None:
    """A package's document in Markdown, in the language or else in English; None where it brings none.

    `CHANGELOG` is looked for as `CHANGELOG.ru.md`, then `CHANGELOG.md`, beside the descriptor and in `docs/`
    under it; of our own package also in the `docs/` of this repository.
    """
    for file in (f"{name}.{language}.md", f"{name}.md"):
        for path in (file, f"docs/{file}"):
            content = _content(package, path)
            if content is not None:
                return content
        if package.resolve() == SHIPPED and (found := SHIPPED.parent / "docs" / file).is_file():
            return found.read_text(encoding="utf-8")
    return None


def _content(package: Path, path: str) -> str | None:
    if package.is_dir():
        file = package / path
        inside = file.is_file() and file.resolve().is_relative_to(package.resolve())
        if inside and file.stat().st_size < MAX_BYTES:
            return file.read_text(encoding="utf-8-sig", errors="replace")
    elif package.suffix.lower() == ".zip" and package.is_file():
        with zipfile.ZipFile(package) as archive:
            found = next((n for n in archive.namelist() if n == path or n.endswith(f"/{path}")), None)
            if found is not None and archive.getinfo(found).file_size < MAX_BYTES:
                return archive.read(found).decode("utf-8-sig", errors="replace")
    return None


def sections(markdown: str, level: int = 2) -> tuple[str, list[Section]]:
    """What stands before the first heading of a level, and the sections of that level with those below.

    The document's own title is left out: the page has one.
    """
    before, *rest = re.split(rf"^{'#' * level} +", markdown, flags=re.MULTILINE)
    if level == 2:
        before = re.sub(r"^# .*\n?", "", before, count=1, flags=re.MULTILINE)
    found = []
    for piece in rest:
        heading, _, body = piece.partition("\n")
        inside, parts = sections(body, level + 1) if level < 6 else (body, [])
        found.append(Section(heading.strip(), inside, tuple(parts)))
    return before.strip(), found


def no_link(_code: str) -> None:
    """None: a document whose codes lead nowhere."""


def for_page(markdown: str, link: Link) -> str:
    """The text as a page can show it.

    Codes become links where `link` knows one; links to neighbouring files, which the page has not, stay as
    their words; a line that only leads to the document in another language is left out.
    """
    kept = [line for line in markdown.splitlines() if not re.fullmatch(r"\*[^*]*\]\([\w.-]+\.md\)\.?\*", line)]
    plain = RELATIVE_LINK.sub(r"\1", "\n".join(kept)).replace("$", r"\$")  # two of them would begin a formula

    def linked(found: re.Match[str]) -> str:
        address = link(found.group(1))
        return f"[{found.group(0)}]({address})" if address else found.group(0)

    return CODE.sub(linked, plain)
