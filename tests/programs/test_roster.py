"""What a list of people would do to a cohort, and what is said about lists that cannot be used."""

import io
import time
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.audit import AuditEvent
from mentorship_app.core import tables
from mentorship_app.core.errors import Conflict, FieldError, InvalidTransition
from mentorship_app.core.identity import Actor
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus, Phase, RosterUpload
from mentorship_app.programs.roster import Change, Changed, New, RosterPlan, plan_roster
from mentorship_app.programs.roster_uploads import apply_upload, find_upload, keep_upload
from tests.factories import AccountFactory, CohortFactory, EnrollmentFactory, TrainingLevelFactory
from tests.factories.mentoring import PairingFactory
from tests.programs.rosters import HEAD, TWO_PEOPLE, workbook

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def cohort(session: Session) -> Cohort:  # noqa: ARG001  the factories write into it
    made: Cohort = CohortFactory(phase=Phase.INTAKE)
    TrainingLevelFactory(program=made.program, code="PGY-1", name_en="First year", name_fr="Première année")
    TrainingLevelFactory(program=made.program, code="PGY-2")
    return made


@pytest.fixture
def by(session: Session) -> Actor:  # noqa: ARG001  the factories write into it
    account = AccountFactory(name="Ottoline Marsh")
    return Actor(account_id=account.id, name=account.name)


def planned(session: Session, cohort: Cohort, content: bytes | str, file_name: str = "people.csv") -> RosterPlan:
    raw = content.encode() if isinstance(content, str) else content
    return plan_roster(session, cohort, raw, file_name=file_name)


def applied(session: Session, cohort: Cohort, by: Actor, content: str | bytes) -> RosterPlan:
    raw = content.encode() if isinstance(content, str) else content
    upload = keep_upload(session, cohort, raw, file_name="people.csv", by=by, now=NOW)
    plan = plan_roster(session, cohort, raw, file_name="people.csv")
    return apply_upload(session, cohort, upload, fingerprint=plan.fingerprint, by=by, now=NOW)


def people_of(session: Session) -> list[tuple[object, ...]]:
    rows = session.scalars(select(Enrollment).join(Enrollment.account).order_by(Account.email))
    return [
        (
            row.account.email,
            row.account.name,
            row.account.locale,
            row.role,
            row.training_level.code if row.training_level else None,
            row.department,
            row.site,
            row.capacity,
        )
        for row in rows
    ]


FONTCLAIR = ("m.fontclair@example.org", "Dre Maëlle Fontclair", "fr", CohortRole.MENTOR, None, "Surgery", "North", 2)
ITO = ("wren.ito@example.org", "Wren Ito", "en", CohortRole.MENTEE, "PGY-1", "", "", 0)


def test_new_people_are_added_with_everything_the_file_says(session: Session, cohort: Cohort, by: Actor) -> None:
    applied(session, cohort, by, TWO_PEOPLE)

    assert people_of(session) == [FONTCLAIR, ITO]
    assert session.scalar(select(func.count()).select_from(RosterUpload)) == 0
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "programs.roster.imported")).one()
    assert event.details == {"added": 2, "changed": 0}


def test_planning_writes_nothing(session: Session, cohort: Cohort) -> None:
    plan = planned(session, cohort, TWO_PEOPLE)

    assert (len(plan.new), plan.changed, plan.unchanged, plan.bad) == (2, (), (), ())
    assert people_of(session) == []


def test_the_same_file_again_changes_nobody(session: Session, cohort: Cohort, by: Actor) -> None:
    applied(session, cohort, by, TWO_PEOPLE)

    plan = planned(session, cohort, TWO_PEOPLE)

    assert plan.does_nothing
    assert [row.name for row in plan.unchanged] == ["Wren Ito", "Dre Maëlle Fontclair"]


def test_changes_are_listed_field_by_field(session: Session, cohort: Cohort, by: Actor) -> None:
    applied(session, cohort, by, TWO_PEOPLE)
    content = f"{HEAD}\nwren.ito@example.org,Wren Ito,mentee,pgy 2,Medicine,,,\n"

    (changed,) = planned(session, cohort, content).changed

    assert changed.changes == (Change("training_level", "PGY-1", "PGY-2"), Change("department", "", "Medicine"))
    applied(session, cohort, by, content)
    assert people_of(session)[1] == (*ITO[:4], "PGY-2", "Medicine", "", 0)


def test_a_person_who_left_is_taken_back(session: Session, cohort: Cohort, by: Actor) -> None:
    account = AccountFactory(email="wren.ito@example.org")
    left = EnrollmentFactory(cohort=cohort, account=account, status=EnrollmentStatus.WITHDRAWN)

    plan = applied(session, cohort, by, "email,name,role\nwren.ito@example.org,Wren Ito,mentee\n")

    assert [type(entry) for entry in plan.changed] == [Changed]
    assert left.status is EnrollmentStatus.ACTIVE


def test_blank_cells_empty_nothing(session: Session, cohort: Cohort, by: Actor) -> None:
    applied(session, cohort, by, TWO_PEOPLE)

    plan = planned(session, cohort, f"{HEAD}\nm.fontclair@example.org,Maëlle Fontclair,mentor,,,,,\n")

    assert plan.does_nothing


def test_a_known_account_keeps_its_name_and_language(session: Session, cohort: Cohort, by: Actor) -> None:
    known = AccountFactory(email="wren.ito@example.org", name="Wren", locale="fr")

    plan = applied(session, cohort, by, "email,name,role,language\nWREN.ITO@Example.org,Wren Ito,mentee,en\n")

    assert plan.new[0].account is known
    assert (known.name, known.locale) == ("Wren", "fr")


def test_one_person_can_be_mentee_and_mentor(session: Session, cohort: Cohort, by: Actor) -> None:
    applied(session, cohort, by, "email,name,role\na@example.org,Wren Ito,mentee\na@example.org,Wren Ito,mentor\n")

    assert sorted(row[3] for row in people_of(session)) == [CohortRole.MENTEE, CohortRole.MENTOR]
    assert [row[7] for row in people_of(session) if row[3] is CohortRole.MENTOR] == [1]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_usual_text_file_is_read_and_named(
    session: Session, cohort: Cohort, by: Actor, encoding: str, said: str, delimiter: str
) -> None:
    content = TWO_PEOPLE.replace(",", delimiter).encode(encoding)

    plan = applied(session, cohort, by, content)

    assert people_of(session) == [FONTCLAIR, ITO]
    assert plan.remarks[0].values == {"encoding": said}


def test_french_heads_and_words_are_understood(session: Session, cohort: Cohort, by: Actor) -> None:
    content = (
        "Adresse courriel;Prénom;Nom;Rôle;Niveau;Département;Site;Nombre de places;Langue\r\n"
        "wren.ito@example.org;Wren;Ito;mentorée;première année;;;;anglais\r\n"
        "m.fontclair@example.org;Dre Maëlle;Fontclair;mentore;;Surgery;North;2;Français\r\n"
    )

    applied(session, cohort, by, content)

    assert people_of(session) == [FONTCLAIR, ITO]


def test_a_line_that_tells_excel_the_separator_is_skipped(session: Session, cohort: Cohort) -> None:
    plan = planned(session, cohort, "sep=;\n" + TWO_PEOPLE.replace(",", ";"))

    assert [entry.row.number for entry in plan.new] == [3, 4]


ROWS = [
    ["Email", "Name", "Role", "Capacity"],
    ["wren.ito@example.org", "Wren Ito", "mentee", None],
    ["m.fontclair@example.org", "Dre Maëlle Fontclair", "mentor", 2.0],
]


def test_workbook_is_read(session: Session, cohort: Cohort) -> None:
    plan = planned(session, cohort, workbook(ROWS), "people.xlsx")

    assert [(entry.row.name, entry.row.capacity) for entry in plan.new] == [
        ("Wren Ito", None),
        ("Dre Maëlle Fontclair", 2),
    ]
    assert plan.remarks == ()


def test_workbook_named_csv_is_read_and_said(session: Session, cohort: Cohort) -> None:
    plan = planned(session, cohort, workbook(ROWS), "people.csv")

    assert len(plan.new) == 2
    assert [str(remark.message) for remark in plan.remarks] == [
        "The name of this file says text, but it is an Excel workbook. It was read as one."
    ]


def test_text_named_xlsx_is_read_and_said(session: Session, cohort: Cohort) -> None:
    plan = planned(session, cohort, TWO_PEOPLE, "people.xlsx")

    assert len(plan.new) == 2
    assert plan.remarks[-1].message.startswith("The name of this file says Excel")


def test_columns_that_mean_nothing_are_named(session: Session, cohort: Cohort) -> None:
    plan = planned(session, cohort, "email,name,role,Pager,trainning level\na@example.org,A,mentee,5,PGY-1\n")

    assert plan.unused == ("Pager", "trainning level")


BAD_CELLS = [
    ("nobody,Wren Ito,mentee,,,,,", "email", "nobody", "an email address such as name@example.org"),
    (",Wren Ito,mentee,,,,,", "email", "", "an email address such as name@example.org"),
    ("a@example.org,,mentee,,,,,", "name", "", "the name of the person"),
    ("a@example.org,Wren Ito,boss,,,,,", "role", "boss", "mentor or mentee"),
    ("a@example.org,Wren Ito,mentee,PGY-9,,,,", "training level", "PGY-9", "one of these, or nothing: %(codes)s"),
    ("a@example.org,Wren Ito,mentor,,,,6,", "capacity", "6", "a whole number from 0 to 5"),
    ("a@example.org,Wren Ito,mentor,,,,two,", "capacity", "two", "a whole number from 0 to 5"),
    ("a@example.org,Wren Ito,mentee,,,,2,", "capacity", "2", "nothing: only mentors have places"),
    ("a@example.org,Wren Ito,mentee,,,,,Klingon", "language", "Klingon", "English or French"),
    (
        'a@example.org,"=HYPERLINK(""x"")",mentee,,,,,',
        "name",
        '=HYPERLINK("x")',
        "a value, not a formula. Copy the cell and paste it as a value",
    ),
]


@pytest.mark.parametrize(("line", "column", "found", "expected"), BAD_CELLS)
def test_a_bad_cell_is_named_with_row_and_column(
    session: Session, cohort: Cohort, line: str, column: str, found: str, expected: str
) -> None:
    plan = planned(session, cohort, f"{HEAD}\nb@example.org,Basile,mentor,,,,1,fr\n{line}\n")

    (bad,) = plan.bad
    assert bad.number == 3
    assert [(p.column, p.found, p.expected.message) for p in bad.problems] == [(column, found, expected)]


def test_all_problems_of_a_row_are_listed_at_once(session: Session, cohort: Cohort) -> None:
    (bad,) = planned(session, cohort, f"{HEAD}\nnobody,,boss,PGY-9,,,,\n").bad

    assert [problem.column for problem in bad.problems] == ["email", "role", "name", "training level"]


def test_the_second_of_two_equal_addresses_is_bad(session: Session, cohort: Cohort) -> None:
    content = f"{HEAD}\na@example.org,Wren Ito,mentee,,,,,\n\nA@Example.org,Wren I.,mentee,,,,,\n"

    plan = planned(session, cohort, content)

    (bad,) = plan.bad
    assert (bad.number, bad.name) == (4, "Wren I.")
    assert bad.problems[0].expected.values == {"row": 2}


def test_a_computed_cell_of_a_workbook_is_bad(session: Session, cohort: Cohort) -> None:
    rows = [["email", "name", "role"], ["a@example.org", '="Wren"', "mentee"]]

    (bad,) = planned(session, cohort, workbook(rows), "people.xlsx").bad

    assert [problem.column for problem in bad.problems] == ["name"]


def zip_with(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


UNREADABLE = [
    (b"", "This file is empty."),
    (b" \n \n", "This file is empty."),
    (b"email,name,role\n", "This file names its columns but lists nobody."),
    (b"email\na@example.org\n", "Only one column was found."),
    (b"name,role\nWren Ito,mentee\n", "A column is missing: email (courriel)."),
    (b"email,e-mail,name,role\na,b,c,d\n", "Two columns mean the same"),
    (b'email,name,role\na@example.org,"Wren,mentee\n', "Row 2 or one below it has a quotation mark"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00\x01\x02\x03", "This is not a table that can be read."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "This is an old Excel file or one with a password."),
    (b"PK\x03\x04 broken", "This Excel workbook is damaged."),
    (b"\xff\xfe\x00\xd8", "This file looks like text in UTF-16, but some of it is damaged."),
    (zip_with("word/document.xml", b"<x/>"), "This is a packed file, but no Excel workbook."),
    (zip_with("xl/workbook.xml", b"<x/>"), "This Excel workbook is damaged."),
    (zip_with("xl/workbook.xml", b"<!DOCTYPE x><x/>"), "This workbook holds something that Excel never writes."),
    (b"email,name,role\n" + b"a," * 80 + b"\n", "Row 2 has more than 60 columns."),
]


@pytest.mark.parametrize(("content", "said"), UNREADABLE, ids=[said[:34] for _, said in UNREADABLE])
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    session: Session, cohort: Cohort, content: bytes, said: str
) -> None:
    with pytest.raises(FieldError) as refusal:
        planned(session, cohort, content)

    assert refusal.value.field == "file"
    assert said in str(refusal.value)
    assert people_of(session) == []


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    session: Session, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MAX_UNPACKED_BYTES", 1_000)

    with pytest.raises(FieldError, match="unpacks to more than"):
        planned(session, cohort, zip_with("xl/workbook.xml", b"0" * 5_000))


def test_ten_thousand_people_are_planned_and_added_in_seconds(session: Session, cohort: Cohort, by: Actor) -> None:
    lines = (f"r{n}@example.org,Resident {n},mentee,PGY-1,,,," for n in range(10_000))
    content = "\n".join([HEAD, *lines]).encode()

    begun = time.monotonic()
    plan = applied(session, cohort, by, content)

    assert len(plan.new) == 10_000
    assert session.scalar(select(func.count()).select_from(Enrollment)) == 10_000
    assert time.monotonic() - begun < 30, "generous, since the machine of the tests is shared"


def test_nothing_is_applied_while_a_row_is_wrong(session: Session, cohort: Cohort, by: Actor) -> None:
    content = f"{TWO_PEOPLE}nobody,X,mentee,,,,,\n".encode()
    upload = keep_upload(session, cohort, content, file_name="people.csv", by=by, now=NOW)
    plan = planned(session, cohort, content)

    with pytest.raises(Conflict):
        apply_upload(session, cohort, upload, fingerprint=plan.fingerprint, by=by, now=NOW)
    assert people_of(session) == []


def test_a_plan_is_not_applied_when_people_changed_since(session: Session, cohort: Cohort, by: Actor) -> None:
    applied(session, cohort, by, TWO_PEOPLE)
    content = f"{HEAD}\nwren.ito@example.org,Wren Ito,mentee,PGY-2,,,,\n".encode()
    upload = keep_upload(session, cohort, content, file_name="people.csv", by=by, now=NOW)
    plan = planned(session, cohort, content)
    enrollment = plan.changed[0].enrollment
    enrollment.department, enrollment.version = "Medicine", enrollment.version + 1
    session.flush()

    with pytest.raises(Conflict):
        apply_upload(session, cohort, upload, fingerprint=plan.fingerprint, by=by, now=NOW)
    assert enrollment.training_level is not None
    assert enrollment.training_level.code == "PGY-1"


def test_an_upload_is_seen_by_nobody_else_and_only_for_a_day(session: Session, cohort: Cohort, by: Actor) -> None:
    upload = keep_upload(session, cohort, TWO_PEOPLE.encode(), file_name="people.csv", by=by, now=NOW)
    other = Actor(account_id=AccountFactory().id, name="Caspian Rook")

    assert find_upload(session, cohort, upload.public_id, by=by, now=NOW) is upload
    assert find_upload(session, cohort, upload.public_id, by=other, now=NOW) is None
    assert find_upload(session, cohort, upload.public_id, by=by, now=NOW.replace(day=3)) is None


def test_nobody_is_added_to_a_closing_cohort(session: Session, cohort: Cohort, by: Actor) -> None:
    cohort.phase = Phase.CLOSING

    with pytest.raises(InvalidTransition):
        keep_upload(session, cohort, TWO_PEOPLE.encode(), file_name="people.csv", by=by, now=NOW)


def test_plans_compare_by_what_they_do(session: Session, cohort: Cohort) -> None:
    assert planned(session, cohort, TWO_PEOPLE) == planned(session, cohort, TWO_PEOPLE)
    assert [type(entry) for entry in planned(session, cohort, TWO_PEOPLE).new] == [New, New]


def test_a_list_cannot_take_a_place_that_is_taken(session: Session, cohort: Cohort) -> None:
    mentor = EnrollmentFactory(
        cohort=cohort, role=CohortRole.MENTOR, capacity=3, account=AccountFactory(email="m.fontclair@example.org")
    )
    for _number in range(2):
        PairingFactory(cohort=cohort, mentor=mentor)
    rows = [f"m.fontclair@example.org,Dre Maëlle Fontclair,mentor,,,,{places},\n" for places in (1, 2)]

    refused, taken = (planned(session, cohort, f"{HEAD}\n{row}") for row in rows)

    assert [(problem.column, problem.found, problem.expected.values) for problem in refused.bad[0].problems] == [
        ("capacity", "1", {"taken": 2})
    ]
    assert refused.changed == ()
    assert (taken.bad, len(taken.changed)) == ((), 1)


def test_a_list_cannot_bring_somebody_back_to_a_place_given_away(session: Session, cohort: Cohort) -> None:
    mentor = EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR, capacity=1)
    gone = PairingFactory(
        cohort=cohort,
        mentor=mentor,
        mentee__account=AccountFactory(email="wren.ito@example.org"),
        mentee__cohort=cohort,
    ).mentee
    gone.status = EnrollmentStatus.WITHDRAWN
    session.flush()
    PairingFactory(cohort=cohort, mentor=mentor)

    plan = planned(session, cohort, TWO_PEOPLE)

    assert [bad.problems[0].expected.values["mentor"] for bad in plan.bad] == [mentor.account.name]
