"""Figures of intensive outpatient care, each with its source; caseloads are drawn from them and held against them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a profile.

    Args:
        says: what it is, in words.
        value: what caseloads are drawn with.
        source: where it is from; ``assumed`` where no source is known, with what it goes by.
        span: what a caseload is held against; None for the value itself.
        unit: of value and span; a share is told in percent.
    """

    says: str
    value: float
    source: str
    span: tuple[float, float] | None = None
    unit: str = "%"


LABOUR = "clients of outpatient treatment in the US, 2004"
SHIFTS = "shift work of full-time wage and salary workers in the US, 2004"
PRACTICE = "practice guides and staffing rules of outpatient programs"
ASSUMED = "assumed, as in the caseloads of `data/`"

FIGURES: Mapping[str, Figure] = {
    "adolescents": Figure("adolescents among patients", 0.12, "patients of intensive outpatient programs in the US"),
    "full_time": Figure("adults who work full time", 0.27, LABOUR),
    "part_time": Figure("adults who work part time", 0.11, LABOUR),
    "no_work": Figure("adults without work: 32 % unemployed, 30 % outside the labour force", 0.62, LABOUR),
    "day_shift": Figure("of those who work full time: by day", 0.85, SHIFTS),
    "evening_shift": Figure("of those who work full time: in the evening", 0.05, SHIFTS),
    "night_shift": Figure("of those who work full time: at night", 0.03, SHIFTS),
    "irregular_shift": Figure("of those who work full time: at irregular hours", 0.03, SHIFTS),
    "rotating_shift": Figure("of those who work full time: in rotating shifts", 0.025, SHIFTS),
    "starts_7_to_9": Figure("of those who work by day: start between 7:00 and 9:00", 0.8, SHIFTS),
    "care_of_others": Figure("adults without work who care for others at fixed hours", 0.2, ASSUMED),
    "family_works": Figure("families who work by day", 0.5, ASSUMED),
    "remote": Figure("patients treated from home only", 0.06, ASSUMED),
    "either": Figure("patients who come or connect", 0.06, ASSUMED),
    "stay_days": Figure("median stay of all who are admitted", 41, "admissions to IOP in the US", unit="days"),
    "no_shows": Figure("appointments to which nobody came", 0.28, "no-show rates of outpatient programs", (0.20, 0.37)),
    "group_fill": Figure("places of groups that are taken", 0.68, "programs' own reports", (0.60, 0.75)),
    "caseload": Figure("patients of a primary therapist", 16, PRACTICE, (8, 24), "patients"),
    "direct_care": Figure(
        "hours a week of a counselor in direct care: 60 to 65 % of the week", 26, PRACTICE, (24, 28), "h"
    ),
    "absent": Figure("patients away for half a day in the week, known before", 0.05, ASSUMED),
    "standing": Figure("patients with a weekly individual hour for whom it is a standing one", 0.1, ASSUMED),
    "kept_apart": Figure("pairs of patients who share no session, for each patient", 0.03, ASSUMED),
}


def shares(program_figures: Mapping[str, Figure]) -> Mapping[str, float]:
    """The values of all figures by name, those of a program before the usual ones."""
    return {name: figure.value for name, figure in {**FIGURES, **program_figures}.items()}
