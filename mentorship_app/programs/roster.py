"""A roster: which people a file would add to a cohort, which it would change, and which rows have to be corrected.

Planning writes nothing. A plan has a fingerprint, so that only what somebody has seen is ever carried out.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.accounts.services import normalise_email
from mentorship_app.core.errors import FieldError
from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import Cell, Remark, Table, by_column
from mentorship_app.programs.enums import CohortRole, EnrollmentStatus
from mentorship_app.programs.load import hindrance_to_return, taken_of
from mentorship_app.programs.models import Cohort, Enrollment, Program, TrainingLevel
from mentorship_app.programs.queries import accounts_by_email, enrollments_by_person
from mentorship_app.programs.roster_columns import Column, Layout, layout_of, level_key, locale_of, role_of
from mentorship_app.programs.roster_file import read_table
from mentorship_app.programs.services import MAX_CAPACITY

PLACES_UNLESS_SAID = 1
"""Mentees that a new mentor takes when the file does not say."""


@dataclass(frozen=True)
class Problem:
    """One cell to correct: its column as the file calls it, what stands there, what should."""

    column: str
    found: str
    expected: Remark


@dataclass(frozen=True)
class RosterRow:
    """One person of the file, checked. None: the file says nothing about it."""

    number: int
    email: str
    name: str
    role: CohortRole
    locale: str | None = None
    training_level: TrainingLevel | None = None
    department: str = ""
    site: str = ""
    capacity: int | None = None


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be used, with every reason."""

    number: int
    name: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Change:
    """One thing that would change about an enrollment: ``field`` from ``before`` to ``after``, as shown to people."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Changed:
    """A person who is there already and of whom the file says something new."""

    row: RosterRow
    enrollment: Enrollment
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class New:
    """A person who is not in the cohort yet; ``account`` is set if they were known before."""

    row: RosterRow
    account: Account | None


@dataclass(frozen=True)
class RosterPlan:
    """What a file would do. ``unused``: heads of columns that were not read."""

    new: tuple[New, ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[RosterRow, ...]
    bad: tuple[BadRow, ...]
    remarks: tuple[Remark, ...]
    unused: tuple[str, ...]
    fingerprint: str = field(compare=False)
    """Same file and same people give the same 64 digits; anything else gives others."""

    @property
    def does_nothing(self) -> bool:
        return not (self.new or self.changed or self.bad)


def plan_roster(session: Session, cohort: Cohort, content: bytes, *, file_name: str) -> RosterPlan:
    """Read a file and compare it with the cohort. Raises FieldError("file") when it cannot be read at all."""
    table = read_table(content, file_name=file_name)
    layout = layout_of(table.header)
    good, bad = _checked_rows(table, layout, cohort.program)
    present = enrollments_by_person(session, cohort)
    good, too_few = _with_places_for_load(session, good, present, layout)
    known = accounts_by_email(session, {row.email for row in good})
    new: list[New] = []
    changed: list[Changed] = []
    unchanged: list[RosterRow] = []
    for row in good:
        enrollment = present.get((row.email, row.role))
        if enrollment is None:
            new.append(New(row, known.get(row.email)))
        elif changes := changes_by(row, enrollment):
            changed.append(Changed(row, enrollment, changes))
        else:
            unchanged.append(row)
    return RosterPlan(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        bad=tuple(sorted((*bad, *too_few), key=lambda row: row.number)),
        remarks=table.remarks,
        unused=layout.unused,
        fingerprint=_fingerprint(
            content, new, [present[row.email, row.role] for row in good if (row.email, row.role) in present]
        ),
    )


def _with_places_for_load(
    session: Session, rows: list[RosterRow], present: Mapping[tuple[str, CohortRole], Enrollment], layout: Layout
) -> tuple[list[RosterRow], list[BadRow]]:
    """Rows that leave mentors a place for each of their mentees, and the others."""
    mentors = [
        present[row.email, row.role].id
        for row in rows
        if row.role is CohortRole.MENTOR and (row.email, row.role) in present
    ]
    taken = taken_of(session, mentors) if mentors else {}
    good: list[RosterRow] = []
    bad: list[BadRow] = []
    for row in rows:
        enrollment = present.get((row.email, row.role))
        problem = _problem_with_load(session, row, enrollment, taken, layout) if enrollment is not None else None
        if problem is None:
            good.append(row)
        else:
            bad.append(BadRow(row.number, row.name, (problem,)))
    return good, bad


def _problem_with_load(
    session: Session, row: RosterRow, enrollment: Enrollment, taken: Mapping[UUID, int], layout: Layout
) -> Problem | None:
    returns = enrollment.status is EnrollmentStatus.WITHDRAWN
    places = enrollment.capacity if row.capacity is None else row.capacity
    load = taken.get(enrollment.id, 0)
    if places < load and (returns or places < enrollment.capacity):
        enough = Remark(N_("at least %(taken)s, since so many places are taken now"), {"taken": load})
        return Problem(layout.head(Column.CAPACITY), str(places), enough)
    hindrance = hindrance_to_return(session, enrollment) if returns else None
    if hindrance is None:
        return None
    return Problem(layout.head(Column.ROLE), row.name, Remark(hindrance.message, dict(hindrance.values)))


def changes_by(row: RosterRow, enrollment: Enrollment) -> tuple[Change, ...]:
    """What ``row`` says anew about ``enrollment``. Blank cells say nothing, so nothing is ever emptied by a file."""
    level = enrollment.training_level
    pairs = [
        ("status", enrollment.status.value, EnrollmentStatus.ACTIVE.value),
        ("training_level", level.code if level else "", row.training_level.code if row.training_level else ""),
        ("department", enrollment.department, row.department),
        ("site", enrollment.site, row.site),
        ("capacity", str(enrollment.capacity), "" if row.capacity is None else str(row.capacity)),
    ]
    return tuple(Change(name, before, after) for name, before, after in pairs if after and after != before)


def _fingerprint(content: bytes, new: list[New], present: list[Enrollment]) -> str:
    state = {
        "file": hashlib.sha256(content).hexdigest(),
        "new": [[entry.row.email, entry.row.role, entry.account is not None] for entry in new],
        "present": [[str(enrollment.id), enrollment.version] for enrollment in present],
    }
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


def _checked_rows(table: Table, layout: Layout, program: Program) -> tuple[list[RosterRow], tuple[BadRow, ...]]:
    check = _RowCheck(layout, _levels_by_key(program), ", ".join(level.code for level in program.training_levels))
    good: list[RosterRow] = []
    bad: list[BadRow] = []
    first_use: dict[tuple[str, CohortRole], int] = {}
    for number, cells in table.rows:
        row, problems = check.row(number, cells)
        if row is not None:
            earlier = first_use.setdefault((row.email, row.role), number)
            if earlier != number:
                twice = Remark(N_("This address already stands in row %(row)s. Keep one of the two."), {"row": earlier})
                problems = (Problem(layout.head(Column.EMAIL), row.email, twice),)
                row = None
        if row is None:
            bad.append(BadRow(number, check.name_of(cells), problems))
        else:
            good.append(row)
    return good, tuple(bad)


def _levels_by_key(program: Program) -> Mapping[str, TrainingLevel]:
    spellings = (
        (level, spelling)
        for level in program.training_levels
        for spelling in (level.name_fr, level.name_en, level.code)
    )
    return MappingProxyType({level_key(spelling): level for level, spelling in spellings})


class _RowCheck:
    """Checks row after row of one file, collecting every problem of a row."""

    def __init__(self, layout: Layout, levels: Mapping[str, TrainingLevel], level_codes: str) -> None:
        self._layout = layout
        self._levels = levels
        self._level_codes = level_codes
        self._cells: tuple[Cell, ...] = ()
        self._problems: list[Problem] = []

    def row(self, number: int, cells: tuple[Cell, ...]) -> tuple[RosterRow | None, tuple[Problem, ...]]:
        self._cells, self._problems = by_column(self._layout.heads, cells), []
        self._check_shape(cells)
        email, role, name = self._email(), self._role(), self.name_of(cells)
        if not name:
            self._wrong(Column.NAME, Remark(N_("the name of the person")))
        capacity = self._capacity(role)
        row = RosterRow(
            number=number,
            email=email or "",
            name=name,
            role=role or CohortRole.MENTEE,
            locale=self._language(),
            training_level=self._level(),
            department=self._text(Column.DEPARTMENT),
            site=self._text(Column.SITE),
            capacity=capacity,
        )
        problems = tuple(self._problems)
        return (None if problems else row), problems

    def name_of(self, cells: tuple[Cell, ...]) -> str:
        """The person's name as the row gives it, in one column or two."""
        self._cells = by_column(self._layout.heads, cells)
        parts = [self._text(column) for column in (Column.NAME, Column.FIRST_NAME, Column.LAST_NAME)]
        return " ".join(" ".join(parts).split())

    def _check_shape(self, cells: tuple[Cell, ...]) -> None:
        heads = self._layout.heads
        extra = [cell.text for cell in cells[len(heads) :] if cell.text]
        if extra:
            more = Remark(
                N_("nothing: this row has more cells than there are columns. Put text with commas in quotation marks")
            )
            self._problems.append(Problem(f"{len(heads) + 1}", extra[0], more))
        for column, place in self._layout.places.items():
            if self._cells[place].is_formula:
                self._wrong(column, Remark(N_("a value, not a formula. Copy the cell and paste it as a value")))

    def _text(self, column: Column) -> str:
        place = self._layout.places.get(column)
        return "" if place is None else self._cells[place].text

    def _is_formula(self, column: Column) -> bool:
        place = self._layout.places.get(column)
        return place is not None and self._cells[place].is_formula

    def _wrong(self, column: Column, expected: Remark) -> None:
        self._problems.append(Problem(self._layout.head(column), self._text(column), expected))

    def _email(self) -> str | None:
        if self._is_formula(Column.EMAIL):
            return None
        try:
            return normalise_email(self._text(Column.EMAIL))
        except FieldError:
            self._wrong(Column.EMAIL, Remark(N_("an email address such as name@example.org")))
            return None

    def _role(self) -> CohortRole | None:
        role = role_of(self._text(Column.ROLE))
        if role is None and not self._is_formula(Column.ROLE):
            self._wrong(Column.ROLE, Remark(N_("mentor or mentee")))
        return role

    def _level(self) -> TrainingLevel | None:
        text = self._text(Column.LEVEL)
        if not text or self._is_formula(Column.LEVEL):
            return None
        level = self._levels.get(level_key(text))
        if level is None and self._level_codes:
            self._wrong(Column.LEVEL, Remark(N_("one of these, or nothing: %(codes)s"), {"codes": self._level_codes}))
        elif level is None:
            self._wrong(
                Column.LEVEL, Remark(N_("nothing: this program has no training levels yet. Add them under Settings"))
            )
        return level

    def _capacity(self, role: CohortRole | None) -> int | None:
        text = self._text(Column.CAPACITY)
        if not text or self._is_formula(Column.CAPACITY):
            return None
        if role is CohortRole.MENTEE:
            if text != "0":
                self._wrong(Column.CAPACITY, Remark(N_("nothing: only mentors have places")))
            return None
        if not text.isascii() or not text.isdecimal() or int(text) > MAX_CAPACITY:
            self._wrong(Column.CAPACITY, Remark(N_("a whole number from 0 to 5")))
            return None
        return int(text)

    def _language(self) -> str | None:
        text = self._text(Column.LANGUAGE)
        locale = locale_of(text)
        if text and locale is None and not self._is_formula(Column.LANGUAGE):
            self._wrong(Column.LANGUAGE, Remark(N_("English or French")))
        return locale
