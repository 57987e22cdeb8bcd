"""Tasks with owners and notes, the calendar of the year, and what the weekly mail says of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account, StaffGrant
from mentorship_app.core.clock import local_date
from mentorship_app.core.errors import FieldError
from mentorship_app.core.identity import Actor, StaffRole
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, Phase
from mentorship_app.programs.phases import proposed_plans
from mentorship_app.programs.rollover import proposed_year, roll_over
from mentorship_app.programs.staff import revoke
from mentorship_app.programs.year import YearTask
from mentorship_app.programs.year.owners import due_soon
from mentorship_app.programs.year.queries import title_of
from mentorship_app.programs.year.services import TaskEntry, add_task, fill
from mentorship_app.web.coordinator.today.digest import send_digests
from mentorship_app.web.factory import job_context
from tests.factories import AccountFactory, CohortFactory, StaffGrantFactory
from tests.factories.year import YearTaskFactory
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.web.coordinator.desk import look, said, sit_down

NOW = datetime.now(UTC)
TODAY = local_date(NOW, "America/Toronto")
BY = Actor(account_id=None, name="Ottoline Marsh")


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    starts_on = (TODAY - timedelta(days=100)).replace(day=1)
    made = sit_down(store, client, phase=Phase.ACTIVE, starts_on=starts_on, ends_on=starts_on + timedelta(days=364))
    made.phase_plans = proposed_plans(made.starts_on, made.ends_on)
    store.commit()
    return made


@pytest.fixture
def boss(store: Session, cohort: Cohort) -> Account:
    """Whoever sat down in that cohort."""
    assert cohort
    found = store.scalars(select(Account).where(Account.email == "boss@example.org")).one()
    store.commit()
    return found


@pytest.fixture
def url(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/year"


def test_a_task_has_an_owner_and_a_note_and_keeps_what_was_typed(
    client: StrictClient, store: Session, cohort: Cohort, boss: Account, url: str
) -> None:
    task = YearTaskFactory(cohort=cohort, due_on=TODAY + timedelta(days=40))
    store.commit()
    client.get(f"{url}/{task.id}")
    refused = client.submit({"due_on": "", "note": "The key is at the desk", "owner": str(boss.id)})
    assert refused.status_code == 422
    assert "The key is at the desk" in refused.text
    client.get(f"{url}/{task.id}")
    assert client.submit({"note": "The key is at the desk", "owner": str(boss.id)}).status_code == 303
    look(store)
    kept = store.get_one(YearTask, task.id)
    assert (kept.owner_id, kept.note) == (boss.id, "The key is at the desk")
    store.commit()
    client.get(url)
    assert "Who sees to it: you." in said(client)
    assert "The key is at the desk" in said(client)


def test_only_staff_of_the_program_own_tasks(client: StrictClient, store: Session, cohort: Cohort, url: str) -> None:
    elsewhere = StaffGrantFactory(account=AccountFactory(), program_id=CohortFactory().program_id)
    task = YearTaskFactory(cohort=cohort, due_on=TODAY)
    store.commit()
    for owner in (str(elsewhere.account_id), "nonsense"):
        client.get(f"{url}/{task.id}")
        assert client.submit({"owner": owner}).status_code == 422
        assert "works in this program" in said(client)
    store.commit()


def test_a_note_has_an_end(store: Session, cohort: Cohort) -> None:
    entry = TaskEntry("Book the hall", "", Phase.ACTIVE, TODAY, note="x" * 1001)
    with pytest.raises(FieldError):
        add_task(store, cohort, entry, by=BY, now=NOW)
    store.rollback()


def test_a_stale_change_shows_both_owners(
    client: StrictClient, store: Session, cohort: Cohort, boss: Account, url: str
) -> None:
    other = AccountFactory(name="Corwin Halfacre")
    StaffGrantFactory(account=other, program_id=cohort.program_id, role=StaffRole.VIEWER)
    task = YearTaskFactory(cohort=cohort, due_on=TODAY)
    store.commit()
    client.get(f"{url}/{task.id}")
    task.owner_id, task.version = other.id, 2
    store.commit()
    stale = client.submit({"owner": str(boss.id)})
    assert stale.status_code == 409
    assert "Corwin Halfacre" in stale.text
    store.commit()


def test_whoever_loses_access_owns_nothing_any_more(store: Session, cohort: Cohort) -> None:
    leaving = StaffGrantFactory(account=AccountFactory(), program_id=cohort.program_id)
    task = YearTaskFactory(cohort=cohort, due_on=TODAY, owner_id=leaving.account_id)
    store.commit()
    revoke(store, cohort.program, leaving, by=BY, now=NOW)
    store.refresh(task)
    assert task.owner_id is None
    store.commit()


def test_owner_and_note_come_along_into_the_next_year(store: Session, cohort: Cohort, boss: Account) -> None:
    fill(store, cohort, now=NOW)
    task = store.scalars(select(YearTask).where(YearTask.cohort_id == cohort.id)).first()
    assert task
    task.owner_id, task.note = boss.id, "Ask early"
    YearTaskFactory(cohort=cohort, due_on=TODAY, owner_id=boss.id, note="The key is at the desk")
    store.flush()
    year = replace(proposed_year(cohort), carry=frozenset({"programs.tasks"}))
    made = roll_over(store, cohort, year, by=BY, now=NOW)
    kept = store.scalars(select(YearTask).where(YearTask.cohort_id == made.cohort_id, YearTask.owner_id == boss.id))
    assert sorted(one.note for one in kept) == ["Ask early", "The key is at the desk"]
    store.commit()


def test_what_is_late_and_due_this_week_is_counted(store: Session, cohort: Cohort, boss: Account) -> None:
    for days, owner in ((-3, boss.id), (-1, None), (0, boss.id), (6, None), (7, boss.id)):
        YearTaskFactory(cohort=cohort, due_on=TODAY + timedelta(days=days), owner_id=owner)
    YearTaskFactory(cohort=cohort, due_on=TODAY, done_at=NOW, owner_id=boss.id)
    found = due_soon(store, cohort, account_id=boss.id, today=TODAY)
    assert (found.late, found.late_of_mine, found.this_week, found.this_week_of_mine) == (2, 1, 2, 1)
    assert due_soon(store, cohort, account_id=None, today=TODAY).late_of_mine == 0
    store.commit()


@pytest.mark.parametrize(
    ("locale", "line"),
    [
        ("en", "2 tasks are due this week, 1 with your name."),
        ("fr", "2 tâches sont prévues cette semaine, dont 1 à votre nom."),
    ],
)
def test_the_weekly_mail_says_how_many_and_how_many_of_mine(
    app: Flask, store: Session, cohort: Cohort, boss: Account, locale: str, line: str
) -> None:
    monday = NOW + timedelta(days=(7 - NOW.weekday()) % 7 or 7)
    monday = monday.replace(hour=15, minute=0)
    day = local_date(monday, "America/Toronto")
    for days, owner in ((0, boss.id), (3, None), (30, boss.id)):
        YearTaskFactory(cohort=cohort, due_on=day + timedelta(days=days), owner_id=owner, title_en="A private title")
    grant = store.scalars(select(StaffGrant).where(StaffGrant.account_id == boss.id)).one()
    grant.digest_weekday, grant.account.locale = 0, locale
    store.commit()
    assert send_digests(app, replace(job_context(app), now=monday)) == 1
    [mail] = store.scalars(select(OutboxMessage).where(OutboxMessage.kind == "weekly_digest"))
    store.commit()
    assert line in mail.context["lines"]
    assert "A private title" not in str(mail.context)


def test_the_calendar_shows_tasks_phases_and_check_ins(
    client: StrictClient, store: Session, cohort: Cohort, boss: Account, url: str
) -> None:
    mine = YearTaskFactory(cohort=cohort, due_on=TODAY, title_en="Order the cake", owner_id=boss.id)
    YearTaskFactory(cohort=cohort, due_on=TODAY, title_en="Sweep the hall")
    store.commit()
    client.get(f"{url}/calendar")
    assert "Active begins" in said(client)
    assert "Check-in begins: At mid-year" in said(client)
    assert "Order the cake" in said(client)
    assert "Sweep the hall" in said(client)
    client.get(f"{url}/calendar?owner={boss.id}")
    assert title_of(mine, "en") in said(client)
    assert "Sweep the hall" not in said(client)
    assert "Active begins" not in said(client)
    client.get(f"{url}/calendar?owner=nobody")
    assert "Sweep the hall" in said(client)
    assert "Order the cake" not in said(client)


def test_a_month_is_a_table_with_every_day_once(client: StrictClient, store: Session, cohort: Cohort, url: str) -> None:
    YearTaskFactory(cohort=cohort, due_on=date(2026, 2, 17), title_en="Order the cake")
    store.commit()
    client.get(f"{url}/calendar?view=month&month=2026-02")
    assert client.page is not None
    days = client.page.xpath("//table[contains(@class, 'month')]//time/@datetime")
    assert days == [f"2026-02-{day:02}" for day in range(1, 29)]
    [cell] = client.page.xpath("//td[.//time[@datetime='2026-02-17']]")
    assert "Order the cake" in "".join(cell.itertext())
    assert client.page.xpath("//table//th[@scope='col']")


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "month=0001-01", "month=9999-12", "owner=x", "view=x"])
def test_any_address_of_the_calendar_gives_a_page(client: StrictClient, cohort: Cohort, url: str, query: str) -> None:
    assert cohort
    assert client.get(f"{url}/calendar?view=month&{query}").status_code == 200


def test_the_calendar_costs_as_many_queries_with_many_tasks(
    app: Flask, client: StrictClient, store: Session, cohort: Cohort, boss: Account, url: str
) -> None:
    def cost() -> int:
        with counted_queries(app) as counted:
            client.get(f"{url}/calendar")
        return len(counted)

    YearTaskFactory(cohort=cohort, due_on=TODAY, owner_id=boss.id)
    store.commit()
    cost()
    few = cost()
    for days in range(60):
        staff = StaffGrantFactory(account=AccountFactory(), program_id=cohort.program_id)
        YearTaskFactory(cohort=cohort, due_on=TODAY + timedelta(days=days), owner_id=staff.account_id)
    store.commit()
    assert cost() == few
