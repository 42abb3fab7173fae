"""The rules in words: one source for ``hingecheck rules`` and for the page docs/rules.md."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from ..core.advice.filming import how_far
from ..core.advice.next_steps import FELT_GOOD, FELT_STEPS, STEPS
from ..core.lifts import LIFT_NAMES, LIFTS, LiftName
from ..core.phrases import N_
from ..core.rules import RULES, RULES_BY_ID, Rule
from ..core.rules.effective import limits_of
from ..core.rules.findings import format_value
from ..core.rules.limits import Limit, Limits
from ..errors import ConfigError
from ..languages.speaking import tr

FELT = "felt"
FELT_FLAGS = N_("what the lifter says she felt (--felt): advice only, and stop on pain")


@dataclass(frozen=True, slots=True)
class LimitText:
    """A limit in words."""

    name: str
    fault: str  #: "above" or "below"
    rows: tuple[tuple[str, str], ...]  #: heading, text


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule in words."""

    id: str
    flags: str
    lifts: str
    rows: tuple[tuple[str, str], ...]  #: heading, text
    limits: tuple[LimitText, ...] = ()


def all_rules() -> tuple[RuleText, ...]:
    """Every rule in words, what was felt last."""
    return (*(rule_text(rule, Limits()) for rule in RULES), felt_text())


def one_rule(name: str, limits: Limits | None = None) -> RuleText:
    """One rule in words.

    Raises
    ------
    ConfigError
        There is no such rule; the text names the nearest.
    """
    if name == FELT:
        return felt_text()
    if name not in RULES_BY_ID:
        near = get_close_matches(name.lower(), [*RULES_BY_ID, FELT], n=1)
        if near:
            raise ConfigError(
                "there is no rule {name!r}. Did you mean {near}? 'hingecheck rules' lists them.",
                name=name,
                near=near[0],
            )
        raise ConfigError("there is no rule {name!r}. 'hingecheck rules' lists them.", name=name)
    return rule_text(RULES_BY_ID[name], limits or Limits())


def rule_text(rule: Rule, limits: Limits) -> RuleText:
    """Put a rule into words."""
    lifts = tr("all") if rule.lifts == LIFT_NAMES else ", ".join(rule.lifts)
    rows = [
        (tr("lifts"), lifts),
        (tr("measures"), rule.measure),
        (tr("film it"), tr(rule.views)),
        (tr("how far"), _distances(rule.lifts)),
    ]
    if not rule.limits and not rule.cue:
        rows.append((tr("state"), tr("not judged in this version: reports say so for every set")))
    rows += [
        (tr("says"), tr(rule.message, value="…")),
        (tr("cue"), tr(rule.cue)),
        *_steps(rule.id, rule.lifts),
        (tr("when clean"), tr(rule.praise)),
        *_own_words(rule),
        (tr("evidence"), tr(rule.evidence)),
        (tr("doubt"), tr(rule.doubt)),
    ]
    texts = tuple(_limit_text(limit) for limit in limits_of(rule, limits))
    return RuleText(rule.id, tr(rule.flags), lifts, tuple(row for row in rows if row[1]), texts)


def felt_text() -> RuleText:
    """What was felt, in words: no measure, no limit."""
    rows = [
        (tr("lifts"), tr("all")),
        (tr("measures"), tr("nothing: it is the lifter's own word, and goes ahead of what the camera saw")),
    ]
    for felt, steps in FELT_STEPS.items():
        for step in steps:
            after = " " + tr("Then the step for {rule}.", rule=step.like) if step.like else ""
            rows.append(
                (felt if len(steps) == 1 else f"{felt} ({_lifts_in_short(step.lifts)})", tr(step.text) + after)
            )
    rows += [(felt, tr(text)) for felt, text in FELT_GOOD.items()]
    rows += [
        (
            tr("evidence"),
            tr(
                "The physio asks where the work is felt: in the glutes and hamstrings or in the back, and whether "
                "low-back soreness or tightness ends the set."
            ),
        ),
        (
            tr("doubt"),
            tr(
                "No camera sees pain, effort or which muscle works, and a feeling is no measure of load either: in "
                "the hip thrust the turning force at the low back is like the deadlift's (Otsuka 2021), "
                "however it feels."
            ),
        ),
    ]
    return RuleText(FELT, tr(FELT_FLAGS), tr("all"), tuple(rows))


def _distances(lifts: tuple[LiftName, ...]) -> str:
    """How far away the camera stands, once where all lifts ask for the same."""
    by_text: dict[str, list[LiftName]] = {}
    for lift in lifts:
        by_text.setdefault(tr(how_far(lift)), []).append(lift)
    if len(by_text) == 1:
        return next(iter(by_text))
    return "; ".join(f"{text} ({_lifts_in_short(tuple(group))})" for text, group in by_text.items())


def _steps(rule: str, lifts: tuple[LiftName, ...]) -> list[tuple[str, str]]:
    """What to do next where the rule finds something, by lift where that differs."""
    taken: dict[str, list[LiftName]] = {}
    for lift in lifts:
        text = next((step.words(lift) for step in STEPS if rule in step.triggers and lift in step.lifts), "")
        if text:
            taken.setdefault(tr(text), []).append(lift)
    if len(taken) == 1:
        return [(tr("next step"), next(iter(taken)))]
    return [(f"{tr('next step')} ({_lifts_in_short(tuple(group))})", text) for text, group in taken.items()]


def _lifts_in_short(lifts: tuple[LiftName, ...]) -> str:
    if len(lifts) == len(LIFT_NAMES) - 1:
        return tr("all but {lift}", lift=next(lift for lift in LIFT_NAMES if lift not in lifts))
    return ", ".join(lifts)


def _own_words(rule: Rule) -> list[tuple[str, str]]:
    """What is said in other words in some lifts, lift by lift."""
    rows = []
    for lift in rule.lifts:
        words = LIFTS[lift].words_of(rule.id)
        said = (("says", tr(words.message, value="…")), ("cue", tr(words.cue)), ("when clean", tr(words.praise)))
        rows += [(f"{tr(heading)} ({lift})", text) for heading, text in said if text]
    return rows


def _limit_text(limit: Limit) -> LimitText:
    values = ", ".join(
        f"{tr(s)} {tr(format_value(v, None, limit.info.unit))}" for s, v in reversed(limit.levels.items())
    )
    rows = ((tr("levels"), values), (tr("why"), tr(limit.info.why)), (tr("source"), limit.info.source))
    return LimitText(limit.name, limit.info.fault, rows)
