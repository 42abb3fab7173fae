"""Keep the catalogues of words: what the code says in English, and how each language says it.

    python scripts/catalogues.py           # new texts go into each .po, those gone leave it; .mo are made anew
    python scripts/catalogues.py --check   # ends with 1 and a line each where a .po or .mo is not as it should be

Texts are found in the code (`N_`, `Phrase`, `tr`, `trn`, errors), in the pages' templates (`_`, `_n`), in the help of
the commands, and in the tables of the core: rules, limits, lifts, next steps, measures that are compared. See
docs/languages.md.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes
from typer.main import get_command

from hingecheck import errors
from hingecheck.cli.help_words import help_texts
from hingecheck.cli.main import app
from hingecheck.core.advice.next_steps import FELT_STEPS, STEPS
from hingecheck.core.comparison.differences import MEASURES, TIMES
from hingecheck.core.known_facts import FELT
from hingecheck.core.landmarks import Landmark
from hingecheck.core.lift_row import Applies, LiftRow
from hingecheck.core.lifts import OTHER, ROWS
from hingecheck.core.report_types import QualityLevel
from hingecheck.core.reps.other_movements import LOOKALIKES
from hingecheck.core.rules import RULES
from hingecheck.core.rules.effective import effective
from hingecheck.core.rules.limits import Limits
from hingecheck.core.types import ViewName
from hingecheck.languages.table import LANGUAGES
from hingecheck.reports.terminal import COLUMN, HEADINGS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "hingecheck"
CATALOGUES = PACKAGE / "languages" / "catalogues"
#: Functions whose first text is one to translate, and those whose second is its plural.
SAY, SAY_PLURAL = {"N_", "Phrase", "Told", "tr", "tr_data", "_"}, {"Phrase", "trn", "_n"}
SAY |= {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}

#: Between a context and a text, as in gettext's own files.
IN = "\x04"
#: A text, perhaps behind its context, or a text and its plural.
Text = str | tuple[str, str]


def all_texts() -> list[Text]:
    """Every text that is translated, each once, in the order of where it is said."""
    texts: dict[Text, None] = {}
    for found in (from_tables(), from_code(), from_templates(), from_help()):
        texts |= dict.fromkeys(found)
    plurals = {text[0] for text in texts if isinstance(text, tuple)} | {t[1] for t in texts if isinstance(t, tuple)}
    return [text for text in texts if text and text not in plurals]


def from_tables() -> Iterator[str]:
    """The words of the core's tables."""
    for rule in RULES:
        yield rule.id
        yield from (rule.flags, rule.views, rule.message, rule.cue, rule.praise, rule.short_praise)
        yield from (rule.words.short_cue or "", rule.evidence, rule.doubt)
    for limit in effective(Limits()):
        yield from (limit.name.replace("_", " "), limit.info.unit, limit.info.fault, limit.info.why)
    for row in (*ROWS, OTHER):
        yield from _of_lift(row)
    for step in (*STEPS, *(step for steps in FELT_STEPS.values() for step in steps)):
        yield step.text
    yield from (step.bent_knees for step in STEPS)
    yield from (*get_args(QualityLevel), *(view.replace("-", " ") for view in get_args(ViewName)), "clean")
    yield from (lookalike.name for lookalike in LOOKALIKES)
    yield from (measure.title for measure in (*MEASURES, *TIMES))
    yield from (joint.name.lower().replace("_", " ") for joint in Landmark)
    yield from (f"{COLUMN}{IN}{heading}" for heading in HEADINGS)
    yield from (felt.replace("-", " ") for felt in FELT)


def _of_lift(row: LiftRow) -> Iterator[str]:
    yield from (row.title, row.title[:1].upper() + row.title[1:], row.framing.camera_at)
    yield from _strings(row.text)
    yield from (demand.unlike for demand in row.demands)
    for use in row.rules.values():
        if not isinstance(use, Applies):
            yield use.reason
        elif use.words is not None:
            yield from _strings(use.words)


def _strings(thing: Any) -> Iterator[str]:
    """All texts in a dataclass."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _strings(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _strings(getattr(thing, field.name))


def from_code() -> Iterator[Text]:
    """The texts that modules mark or say."""
    for path in sorted(path for path in PACKAGE.rglob("*.py") if "lab" not in path.relative_to(PACKAGE).parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from _of_call(node.func.id, [_literal(argument) for argument in node.args])


def _literal(node: ast.expr) -> str | None:
    """A text, bare or marked; None for anything else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
        node = node.args[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _of_call(name: str, given: list[str | None]) -> Iterator[Text]:
    first, second = (*given, None, None)[:2]
    if name in SAY_PLURAL and first is not None and second is not None:
        yield first, second
    elif name in SAY and first is not None and any(sign.isalpha() for sign in _without_fields(first)):
        yield first


def _without_fields(text: str) -> str:
    """A text without its fields: one of fields and signs alone is the same in all languages."""
    return "".join(part.partition("}")[2] or ("" if "}" in part else part) for part in ("}" + text).split("{"))


def from_templates() -> Iterator[Text]:
    """The texts of the pages' templates."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    for path in sorted((PACKAGE / "reports" / "templates").rglob("*.j2")):
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name):
                given = [arg.value if isinstance(arg, nodes.Const) else None for arg in call.args]
                yield from _of_call(call.node.name, [g if isinstance(g, str) else None for g in given])


def from_help() -> Iterator[str]:
    """The help of the commands; the lab is for developers."""
    yield from help_texts(get_command(app), leave_out={"lab"})


def brought_up_to_date(code: str, texts: Iterable[Text]) -> Catalog:
    """A language's catalogue with exactly these texts: known translations are kept, new ones are empty."""
    path = CATALOGUES / f"{code}.po"
    old = read(path) if path.exists() else Catalog()
    new = Catalog(
        locale=code, project="hingecheck", fuzzy=False, header_comment=f"# The words of hingecheck: {code}."
    )
    for text in texts:
        context, _, said = text.rpartition(IN) if isinstance(text, str) else ("", "", text)
        known = old.get(said, context or None)
        new.add(said, _kept(known, new) if known is not None else None, context=context or None)
    return new


def _kept(known: Message, new: Catalog) -> Any:
    return (
        known.string
        if not known.pluralizable or isinstance(known.string, tuple)
        else (known.string,) * new.num_plurals
    )


def read(path: Path) -> Catalog:
    """A catalogue of the folder."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def written(catalogue: Catalog) -> bytes:
    """A catalogue as a .po: nothing in it that changes by itself."""
    out = io.BytesIO()
    write_po(out, catalogue, width=118, omit_header=True, no_location=True)
    head = (
        f'{catalogue.header_comment}\nmsgid ""\nmsgstr ""\n"Language: {catalogue.locale_identifier}\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head.encode("utf-8") + out.getvalue().strip() + b"\n"


class _Compiled(Catalog):
    """A catalogue whose head says what gettext asks for alone: no date, no version."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The head's lines."""
        return [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", self.plural_forms)]


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as gettext reads it."""
    plain = _Compiled(locale=catalogue.locale, fuzzy=False)
    for message in catalogue:
        if message.id:
            plain.add(message.id, message.string, context=message.context)
    out = io.BytesIO()
    write_mo(out, plain)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Write what has changed, or say it."""
    check, wrong = "--check" in arguments, []
    texts = all_texts()
    for language in LANGUAGES[1:]:
        catalogue = brought_up_to_date(language.code, texts)
        empty = [message.id for message in catalogue if message.id and not _said(message)]
        wrong += [f"{language.code}.po: not translated: {text}" for text in empty]
        for suffix, content in ((".po", written(catalogue)), (".mo", compiled(catalogue))):
            path = CATALOGUES / f"{language.code}{suffix}"
            if path.exists() and path.read_bytes() == content:
                continue
            if check:
                wrong.append(f"{path.relative_to(ROOT)}: not up to date; run python scripts/catalogues.py")
            else:
                path.write_bytes(content)
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


def _said(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
