"""The interface's sentences, found in the code and carried into every catalogue: `make messages`.

Babel's own extraction does not look inside f-strings, so the code is read as Python reads it. A catalogue
keeps its translations; messages that the code no longer uses leave it, new ones stand in it empty.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from dashboard import i18n
from dashboard.i18n import read_catalogue, waiting

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "pages")
SHOWN = 10  # of the messages that wait for a translation

# Which arguments of which calls are messages. A field of a record that holds one is named `…_message`: it is
# found where the record is made, and translated by `t(record.…_message)`.
KEYWORDS = {"t": (0,), "self": (0,), "n": (0, 1), "Format": (3,)}

# A singular, or a singular and a plural.
MessageId = str | tuple[str, str]


def messages(root: Path = ROOT) -> dict[MessageId, list[str]]:
    """Every message of the code, with the places where it stands (`pages/map.py:12`).

    A message that is both alone and the singular of a pair is one message, the pair.
    Raises ValueError where the text is not written out, because nobody could translate it.
    """
    found: dict[MessageId, list[str]] = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            for message, line in _in_code(path.read_text(encoding="utf-8"), name):
                found.setdefault(message, []).append(f"{name}:{line}")
    pairs = {message[0]: message for message in found if isinstance(message, tuple)}
    for message in [message for message in found if message in pairs]:
        found[pairs[str(message)]] += found.pop(message)
    return found


def _in_code(code: str, name: str) -> Iterator[tuple[MessageId, int]]:
    """The messages of one file and their lines."""
    for call in ast.walk(ast.parse(code, name)):
        if not isinstance(call, ast.Call):
            continue
        word = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if word not in KEYWORDS or (word == "n" and len(call.args) < 3) or not call.args:
            continue
        arguments = [call.args[i] for i in KEYWORDS[word] if i < len(call.args)]
        texts = [a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if len(texts) == len(KEYWORDS[word]):
            yield (texts[0], texts[1]) if word == "n" else texts[0], call.lineno
        elif arguments and not getattr(arguments[0], "attr", "").endswith("_message"):
            raise ValueError(f"{name}:{call.lineno}: a message must be written out: {ast.unparse(call)[:80]}")


def updated(old: Catalog, found: dict[MessageId, list[str]]) -> Catalog:
    """The catalogue of these messages, with the translations (and translators' comments) of the old one."""
    new = Catalog(locale=old.locale)
    for message in found:
        known = old.get(message)
        kept = known is not None and known.pluralizable == isinstance(message, tuple)
        new.add(
            message,
            known.string if kept and known is not None else "",
            flags=known.flags if kept and known is not None else (),
            user_comments=known.user_comments if known is not None else (),
        )
    return new


def to_po(catalogue: Catalog) -> bytes:
    """The text of a `.po` file: sorted, a line a message, no dates or places, so that changes stay small."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    head = (
        f'msgid ""\nmsgstr ""\n"Language: {catalogue.locale_identifier}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head.encode() + body.getvalue().lstrip()


def carry(language: str, found: dict[MessageId, list[str]]) -> Catalog:
    """A language's catalogue, brought up to date with the messages of the code and written."""
    catalogue = updated(read_catalogue(language), found)
    path = i18n.LOCALES / language / "LC_MESSAGES" / "dashboard.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_po(catalogue))
    return catalogue


def told(catalogue: Catalog) -> str:
    """What waits for a translation: how many messages, and the first of them."""
    missing = [message.id if isinstance(message.id, str) else message.id[0] for message in waiting(catalogue)]
    lines = [f"{catalogue.locale_identifier}: {len(missing)} of {len(catalogue)} messages wait for a translation"]
    lines += [f"    {text}" for text in sorted(missing)[:SHOWN]]
    if len(missing) > SHOWN:
        lines.append(f"    … and {len(missing) - SHOWN} more")
    return "\n".join(lines)


def main() -> None:
    """Brings every catalogue up to date, makes those of new folders, and tells what waits for a translation."""
    found = messages()
    for folder in sorted(path for path in i18n.LOCALES.iterdir() if path.is_dir()):
        print(told(carry(folder.name, found)))


if __name__ == "__main__":
    main()
