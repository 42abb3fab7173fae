"""The report as strict JSON: the contract's names, no NaN, a missing number is null."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from typing import Any

from ..core.load_types import LoadSeen, Measurement, RepLoad
from ..core.types import Finding, Lift, LiftSet, Load, NotAssessable, Quality, Rep, SetReport, Source, Summary, View
from ..languages.speaking import tr_data

SCHEMA = "hingecheck.set-report/2"
#: Numbers so small that four decimals are no digits of theirs: metres a pixel.
FINE = ("scale_m_per_px", "scale_sigma")
#: Schemas of reports on disk that are read again: version 2 has all that version 1 had.
READABLE = ("hingecheck.set-report/1", SCHEMA)


def to_dict(report: SetReport) -> dict[str, Any]:
    """Plain dicts, lists, numbers and texts in the contract's order.

    Parameters
    ----------
    report : SetReport

    Returns
    -------
    dict
        Ready for ``json.dumps(..., allow_nan=False)``.
    """
    analysis = report.analysis
    view, lift = analysis.motion.view, analysis.lift
    plain = {
        "schema": SCHEMA,
        "source": {
            "path": report.source.path,
            "sha256": report.source.sha256,
            "width": report.source.width,
            "height": report.source.height,
            "duration_s": report.source.duration_s,
            "frame_rate_hz": report.source.frame_rate_hz,
            "frames_read": report.source.frames_read,
            "frames_with_pose": report.source.frames_with_pose,
        },
        **({"also": [_also(*other) for other in report.also]} if report.also else {}),
        **_said(report),
        "lift": _lift(lift),
        "view": _view(view),
        "time": {"speed_factor": analysis.playback.speed_factor, "source": analysis.playback.source},
        "load": _load(report.load, analysis.motion.load),
        "sets": [_set(part) for part in analysis.sets],
        "reps": [_rep(rep) for rep in analysis.reps],
        "partial_reps": [_rep(rep) for rep in analysis.partial_reps],
        "stills": [_still(still) for still in analysis.stills],
        "findings": [_finding(finding) for finding in analysis.findings],
        "not_assessable": [_not_assessable(entry) for entry in analysis.not_assessable],
        "good": list(analysis.good),
        "advice": [{"text": tr_data(step.text), "because": list(step.because)} for step in analysis.advice],
        "cues": list(analysis.cues),
        "filming": [{"text": tr_data(line.text), "rules": list(line.rules)} for line in analysis.filming],
        "camera": {
            "roll_deg": analysis.camera.roll_deg,
            "roll_sigma_deg": analysis.camera.roll_sigma_deg,
            "moving": analysis.camera.moving,
            "compensated": analysis.camera.compensated,
        },
        "quality": _quality(analysis.quality),
        "provenance": {
            "version": report.provenance.version,
            "model": {"name": report.provenance.model_name, "sha256": report.provenance.model_sha256},
            "weights": {"name": report.provenance.weights_name, "sha256": report.provenance.weights_sha256},
            "config_sha256": report.provenance.config_sha256,
            "analysis_rate_hz": report.provenance.analysis_rate_hz,
            "created": report.provenance.created,
        },
    }
    out: dict[str, Any] = tidy(plain)
    return out


def to_json(report: SetReport, *, indent: int | None = None) -> str:
    """The report as one JSON object, one line unless `indent` is given."""
    return json.dumps(to_dict(report), allow_nan=False, ensure_ascii=False, indent=indent)


def _said(report: SetReport) -> dict[str, Any]:
    """What people said of it: the facts they gave, and what they set right by hand."""
    said = {"told": dict(report.told), "corrected": report.analysis.corrections.plain()}
    return {name: value for name, value in said.items() if value}


def _set(part: LiftSet) -> dict[str, Any]:
    return {
        "index": part.index,
        "start_s": part.start_s,
        "end_s": part.end_s,
        "reps": list(part.reps),
        "working_side": part.working_side,
        "lift": _lift(part.lift),
        "view": _view(part.view),
        "good": list(part.good),
        "depth_target": None
        if part.depth_target is None
        else {"value_deg": part.depth_target.value_deg, "told": part.depth_target.told},
        "speed_loss": _measured(part.speed_loss),
    }


def _load(told: Load | None, seen: LoadSeen) -> dict[str, Any] | None:
    """What was told of the load and what is seen of it; None where neither is."""
    if told is None and not seen.searched:
        return None
    scale = seen.scale
    return {
        "kind": seen.kind,
        "confidence": seen.confidence,
        "mass_kg": None if told is None else told.mass_kg,
        "side": _load_side(seen) if told is None else told.side,
        "scale_m_per_px": None if scale is None else scale.m_per_px,
        "scale_source": None if scale is None else scale.source,
        "scale_sigma": None if scale is None else scale.sigma_m_per_px,
        "followed_by": None if seen.track is None else seen.track.by,
        "reason": tr_data(seen.reason) or None,
    }


def _load_side(seen: LoadSeen) -> str | None:
    """The hand that holds it, as seen."""
    if not seen.tracks:
        return None
    return seen.tracks[0].side if len(seen.tracks) == 1 else "both"


def _measured(number: Measurement | None) -> dict[str, float] | None:
    return None if number is None else {"value": number.value, "sigma": number.sigma}


def _rep_load(load: RepLoad) -> dict[str, Any]:
    numbers = {f.name: _measured(getattr(load, f.name)) for f in fields(load) if f.name != "reason"}
    return {**numbers, "reason": tr_data(load.reason) or None}


def _lift(lift: Lift) -> dict[str, Any]:
    return {
        "name": lift.name,
        "given": lift.given,
        "confidence": lift.confidence,
        "working_side": lift.working_side,
        "runner_up": lift.runner_up,
        "looks_like": lift.looks_like,
    }


def _also(source: Source, view: View) -> dict[str, Any]:
    return {"path": source.path, "sha256": source.sha256, "view": _view(view)}


def _view(view: View) -> dict[str, Any]:
    return {"azimuth_deg": view.azimuth_deg, "name": view.name, "near_side": view.near_side}


def rep_dict(rep: Rep) -> dict[str, Any]:
    """One rep as the report has it."""
    out: dict[str, Any] = tidy(_rep(rep))
    return out


def finding_dict(finding: Finding) -> dict[str, Any]:
    """One finding as the report has it."""
    out: dict[str, Any] = tidy(_finding(finding))
    return out


def _rep(rep: Rep) -> dict[str, Any]:
    return {
        "index": rep.index,
        "start_s": rep.start_s,
        "bottom_s": rep.bottom_s,
        "end_s": rep.end_s,
        "measures": {name: _summary(summary) for name, summary in rep.measures.items()},
        "tempo": {
            "lowering_s": rep.tempo.lowering_s,
            "pause_s": rep.tempo.pause_s,
            "lifting_s": rep.tempo.lifting_s,
        },
        **({} if rep.load is None else {"load": _rep_load(rep.load)}),
    }


def _still(still: Rep) -> dict[str, Any]:
    """A picture's posture: each measure and its standard error."""
    return {
        "index": still.index,
        "time_s": still.bottom_s,
        "measures": {name: {"value": m.bottom, "sigma": m.sigma} for name, m in still.measures.items()},
    }


def _summary(summary: Summary) -> dict[str, float | None]:
    names = ("start", "bottom", "top", "min", "max", "mean", "sigma", "coverage")
    moments = {f"{name}_sigma": summary.sigma_at.get(name) for name in ("start", "bottom", "top")}
    return {**{name: getattr(summary, name) for name in names}, **moments}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "set": finding.set_index,
        **({} if finding.seen_from is None else {"seen_from": finding.seen_from.name}),
        "severity": finding.severity,
        "reps": list(finding.reps),
        "measure": finding.measure,
        "value": finding.value,
        "sigma": finding.sigma,
        "limit": finding.limit,
        "unit": finding.unit,
        "at_s": list(finding.at_s),
        "confidence": finding.confidence,
        "message": tr_data(finding.message),
        "cue": tr_data(finding.cue),
        "by_rep": [
            {"rep": f.rep, "severity": f.severity, "value": f.value, "sigma": f.sigma, "at_s": f.at_s}
            for f in finding.by_rep
        ],
    }


def _quality(quality: Quality) -> dict[str, Any]:
    return {"level": quality.level, "problems": [tr_data(problem) for problem in quality.problems]}


def _not_assessable(entry: NotAssessable) -> dict[str, Any]:
    return {
        "rule": entry.rule,
        "set": entry.set_index,
        "reps": "all" if entry.reps == "all" else list(entry.reps),
        "reason": tr_data(entry.reason),
    }


def _fine(value: float | None) -> float | None:
    """A small number to five digits."""
    return None if value is None or not math.isfinite(value) else float(f"{value:.5g}")


def tidy(value: Any) -> Any:
    """Numbers of plain types, four decimals, NaN and infinity as None."""
    if isinstance(value, dict):
        return {key: _fine(item) if key in FINE else tidy(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(item) for item in value]
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    number = float(value)
    return round(number, 4) if math.isfinite(number) else None
