"""What would help, in sentences and as JSON: each remedy with what it gives, to whom, and which cells it changes."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from scheduler.report.words import count, unmet_words
from scheduler.times import hours

if TYPE_CHECKING:
    from scheduler.remedies import Answer, Found, Week
    from scheduler.tables import RowEdit

MOST_NAMED = 8
"""Patients who are named in a sentence; of more it says how many there are."""


def remedy_lines(found: "Found", top: int, patient: str | None) -> list[str]:
    """What the week lacks without any change, and the best remedies, numbered."""
    answers = found.answers[:top]
    lines = [*_without_lines(found), ""]
    if not answers:
        lines.append(_nothing_words(found, patient))
        return lines
    lines.append(f"What would help{f' {patient}' if patient else ''}, most care for each change first:")
    for number, answer in enumerate(answers, 1):
        lines += ["", *_answer_lines(number, answer, patient)]
    lines += ["", _tried_words(found)]
    return lines


def _without_lines(found: "Found") -> list[str]:
    lines = [f"The week at hand: {unmet_words(found.at_hand.care)}."]
    if found.without.care < found.at_hand.care:
        gain = hours(found.at_hand.care - found.without.care)
        lines.append(f"Without any change of the tables a better week is known, with {gain} more care: solve it again.")
    lines.append(f"Without any change every week has at least {_proven(found.without)}.")
    return lines


def _proven(week: "Week") -> str:
    return f"{unmet_words(week.bound)}, which is proven" if week.bound < week.care else "as much, which is proven"


def _nothing_words(found: "Found", patient: str | None) -> str:
    if not found.without.care:
        return "Nobody falls short, so there is nothing to be mended."
    if patient is not None and not found.without.by_patient.get(patient):
        return f"{patient} lacks nothing."
    return f"No remedy was found. {_tried_words(found)}"


def _tried_words(found: "Found") -> str:
    words = f"{count(found.proposed, 'change')} of the tables came into question; {found.relaxed} were screened"
    return f"{words} and {found.tried} solved in the time given."


def _answer_lines(number: int, answer: "Answer", patient: str | None) -> list[str]:
    margin = " " * 5
    own = f", of which {hours(answer.regained_by(patient))} for {patient}" if patient else ""
    led = _led_words(answer)
    lines = [
        f"  {number}. {answer.remedy.says}{led}  [{answer.name}]",
    ]
    gives = f"{margin}gives {hours(answer.regained)} back{own} ({_bounds_words(answer)})"
    lines.append(f"{gives}; {unmet_words(answer.week.care)} then.")
    lines.append(f"{margin}More care for {_people(answer.gains)}; less for {_people(answer.losses)}.")
    if answer.moved:
        changed = count(sum(answer.moved.values()), "appointment")
        lines.append(f"{margin}{changed} of the week at hand would change, of {_people(answer.moved)}.")
    else:
        lines.append(f"{margin}No appointment of the week at hand would change.")
    return [*lines, *(f"{margin}{_row_words(edit)}" for edit in answer.remedy.row_edits)]


def _bounds_words(answer: "Answer") -> str:
    if answer.at_least == answer.at_most == answer.regained:
        return "proven"
    return f"proven: at least {hours(answer.at_least)}, at most {hours(answer.at_most)}"


def _led_words(answer: "Answer") -> str:
    """Who leads the meeting that is new or moved, and where, in the week that was found."""
    for edit in answer.remedy.row_edits:
        if edit.table == "meetings" and edit.cells and answer.remedy.kind in {"meeting", "moved_meeting"}:
            group = edit.cells.get("group") or _group_of(answer)
            for one in answer.week.schedule.sessions:
                if one.group == group and f"{one.on:%a}".lower() == edit.cells.get("day"):
                    place = f" in {' and '.join(one.resources)}" if one.resources else ""
                    return f", led by {' and '.join(one.therapists)}{place}"
    return ""


def _group_of(answer: "Answer") -> str:
    return next((change.fact.group for change in answer.remedy.changes if hasattr(change.fact, "group")), "")


def _people(minutes: Mapping[str, int]) -> str:
    names = sorted(minutes, key=lambda who: (-minutes[who], who))
    if not names:
        return "nobody"
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _row_words(edit: "RowEdit") -> str:
    """The row as it is to be typed."""
    if edit.cells is None:
        return f"{edit.table}, row {edit.row}: taken out"
    if edit.row:
        cells = ", ".join(f"{column} becomes {cell or 'blank'}" for column, cell in edit.cells.items())
        hint = " where it is filled in" if edit.where_filled & edit.cells.keys() else ""
        return f"{edit.table}, row {edit.row}: {cells}{hint}"
    cells = ", ".join(f"{column} {cell}" for column, cell in edit.cells.items() if cell)
    return f"{edit.table}, a new row: {cells}"


def progress_words(done: int, of: int, best: "Answer | None") -> str:
    """How far the search is, and the best remedy so far."""
    words = f"{done} of {of} changes screened"
    return f"{words}; {hours(best.regained)} by {best.remedy.says}" if best else words


def remedies_json(found: "Found", top: int) -> str:
    """The same as JSON; minutes are whole minutes."""
    told = {
        "at_hand": {"care": found.at_hand.care},
        "without": {"care": found.without.care, "bound": found.without.bound},
        "proposed": found.proposed,
        "screened": found.relaxed,
        "solved": found.tried,
        "remedies": [_answer_values(answer) for answer in found.answers[:top]],
    }
    return json.dumps(told, indent=2, ensure_ascii=False)


def _answer_values(answer: "Answer") -> Mapping[str, object]:
    return {
        "id": answer.name,
        "kind": answer.remedy.kind,
        "says": answer.remedy.says,
        "changes": answer.remedy.count,
        "rows": [_row_values(edit) for edit in answer.remedy.row_edits],
        "care": {"value": answer.week.care, "bound": answer.week.bound},
        "regained": {"found": answer.regained, "at_least": answer.at_least, "at_most": answer.at_most},
        "gains": dict(answer.gains),
        "losses": dict(answer.losses),
        "changed_appointments": dict(answer.moved),
    }


def _row_values(edit: "RowEdit") -> Mapping[str, object]:
    does = "removed" if edit.cells is None else "changed" if edit.row else "added"
    return {"table": edit.table, "row": edit.row or None, "does": does, "cells": dict(edit.cells or {})}


def applied_lines(answer: "Answer", places: Iterable[str]) -> list[str]:
    """What was written."""
    what = f"With this change ({answer.remedy.says}) the week has {unmet_words(answer.week.care)}"
    return [f"{what}, {hours(answer.regained)} more care than without.", f"Written: {', '.join(places)}."]
