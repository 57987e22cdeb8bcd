"""The year template: which tasks there are, and when each is due in a year that begins in July or in September."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.programs.enums import Phase

FOLDER = Path(__file__).parent
SCHOOL_STARTS_IN = 9
_SATURDAY = 5


@dataclass(frozen=True)
class TemplateTask:
    """A task as the app ships it. ``page`` is the endpoint where it is done; empty where the app has none."""

    key: str
    phase: Phase
    title: LocalizedText
    why: LocalizedText
    page: str


@dataclass(frozen=True)
class YearCalendar:
    """Days from a cohort's first day, by key of the task, for a cohort that lasts ``length`` days."""

    length: int
    days: Mapping[str, int]

    def due_on(self, key: str, starts_on: date, ends_on: date) -> date:
        """When the task is due in a cohort of these dates; never on a weekend."""
        day = self.days[key]
        if day > 0:
            day = round(day * ((ends_on - starts_on).days + 1) / self.length)
        return monday_if_weekend(starts_on + timedelta(days=day))


def is_weekend(day: date) -> bool:
    """Saturday or Sunday, when nobody is at their desk."""
    return day.weekday() >= _SATURDAY


def monday_if_weekend(day: date) -> date:
    """``day``, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if is_weekend(day) else day


@cache
def template_tasks() -> Mapping[str, TemplateTask]:
    """The shipped tasks by key. Raises ValueError or KeyError for a file that is not whole."""
    content = yaml.safe_load((FOLDER / "tasks.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            key: TemplateTask(
                key=key,
                phase=Phase(entry["phase"]),
                title=LocalizedText.of(entry["title"]),
                why=LocalizedText.of(entry["why"]),
                page=entry.get("page", ""),
            )
            for key, entry in content.items()
        }
    )


@cache
def _calendar(name: str) -> YearCalendar:
    content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    if content["days"].keys() != template_tasks().keys():
        raise ValueError(f"{name}.yaml: needs a day for each task of tasks.yaml, and for no other")
    return YearCalendar(content["length"], MappingProxyType(content["days"]))


def calendar_of(month: int) -> YearCalendar:
    """The calendar for a year that starts in ``month`` (1–12): a school's for September, else a residency's."""
    return _calendar("september" if month == SCHOOL_STARTS_IN else "july")
