"""The to-do list of the year, the dates of its phases, and the cohort that follows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.clock import local_date
from mentorship_app.messaging import OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, Phase, PhasePlan
from mentorship_app.programs.phases import proposed_plans
from mentorship_app.programs.year import YearTask
from mentorship_app.programs.year.services import fill
from mentorship_app.recruitment import Call, CallStatus
from mentorship_app.recruitment.targets import CallTarget, Dimension
from tests.factories import EnrollmentFactory, TrainingLevelFactory
from tests.factories.recruitment import CallFactory
from tests.factories.year import YearTaskFactory
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.web.coordinator.desk import look, said, sit_down

NEXT = {"HX-Request": "true"}


def this_day() -> date:
    """Now, where the programs of factories are: a long run may pass midnight."""
    return local_date(datetime.now(UTC), "America/Toronto")


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    made = sit_down(store, client, phase=Phase.RECRUITMENT, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30))
    made.phase_plans = proposed_plans(made.starts_on, made.ends_on)
    store.commit()
    return made


@pytest.fixture
def url(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/year"


@pytest.fixture
def late(cohort: Cohort, store: Session) -> Iterator[YearTask]:
    task = YearTaskFactory(cohort=cohort, due_on=this_day() - timedelta(days=5), phase=Phase.RECRUITMENT)
    store.commit()
    yield task
    store.rollback()


def row(client: StrictClient, task: YearTask) -> etree._Element:
    assert client.page is not None
    return client.page.xpath(f"//li[@id='task-{task.id}']")[0]


def press(client: StrictClient, url: str, task: YearTask, state: str, **more: object):  # type: ignore[no-untyped-def]  # werkzeug's response
    return client.submit(action=f"{url}/{task.id}/state", button=f"state={state}", **more)  # type: ignore[arg-type]  # cases


# The list


def test_cohort_without_a_list_is_given_one(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    client.get(url)
    assert "No tasks yet" in said(client)

    assert client.submit(action=f"{url}/fill").location == url
    client.get(url)
    assert "Pair every mentee" in said(client)
    assert "The app ticks this by itself." in said(client)
    look(store)
    assert store.scalar(select(func.count()).where(YearTask.cohort_id == cohort.id)) == 30


def test_late_task_says_so_in_words(client: StrictClient, url: str, late: YearTask) -> None:
    client.get(url)

    assert "5 days ago." in text_of(row(client, late).find(".//b"))


def test_task_is_ticked_by_name_and_taken_up_again(
    client: StrictClient, store: Session, url: str, late: YearTask
) -> None:
    client.get(url)
    assert press(client, url, late, "ticked").location == f"{url}#task-{late.id}"
    client.get(url)
    assert "Ticked by Ottoline Marsh" in text_of(row(client, late))
    press(client, url, late, "open")
    client.get(url)
    press(client, url, late, "skipped")
    client.get(url)
    assert "Skipped; it was due" in text_of(row(client, late))
    assert "Everything on the list is done or skipped." in said(client)
    look(store)
    assert (late.skipped, late.done_at, late.version) == (True, None, 4)


def test_with_htmx_the_list_alone_comes_back_and_says_what_happened(
    client: StrictClient, url: str, late: YearTask
) -> None:
    client.get(url)
    form = row(client, late).find(".//form")
    assert form is not None
    assert form.get("hx-post") == form.get("action")

    answer = press(client, url, late, "ticked", headers=NEXT)

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert client.page is not None
    assert [text_of(node) for node in client.page.xpath("//*[@hx-swap-oob='innerHTML:#live']")] == [
        "Ticked: Book the hall"
    ]
    assert client.page.xpath(f"//button[@id='tick-{late.id}' and @value='open']")


def test_stale_tick_shows_how_it_stands(client: StrictClient, store: Session, url: str, late: YearTask) -> None:
    client.get(url)
    late.skipped, late.version = True, 2
    store.commit()

    answer = press(client, url, late, "ticked")

    assert answer.status_code == 409
    assert "Somebody else changed this while you were writing." in said(client)
    assert "Skipped" in text_of(row(client, late))
    look(store)
    assert late.done_at is None


def test_unknown_state_is_refused(client: StrictClient, url: str, late: YearTask) -> None:
    client.get(url)

    assert press(client, url, late, "exploded").status_code == 422
    assert "Say whether the task is done" in said(client)


def test_app_ticks_what_it_sees(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    task = YearTaskFactory(cohort=cohort, key="open_call", title_en="", title_fr="", phase=Phase.RECRUITMENT)
    CallFactory(cohort=cohort, status=CallStatus.OPEN)
    store.commit()

    client.get(url)

    assert "Done: the app can see it." in text_of(row(client, task))
    assert [button.get("value") for button in row(client, task).iter("button")] == []


def test_task_of_another_program_is_not_here(client: StrictClient, store: Session, url: str) -> None:
    other = YearTaskFactory()
    store.commit()

    assert client.get(f"{url}/{other.id}").status_code == 404
    assert client.get(f"{url}/not-an-id").status_code == 404


def test_list_costs_the_same_for_many_tasks(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session, url: str
) -> None:
    fill(store, cohort, now=datetime(2026, 3, 1, tzinfo=UTC))
    store.commit()
    client.get(url)
    with counted_queries(app) as few:
        client.get(url)
    YearTaskFactory.create_batch(60, cohort=cohort)
    store.commit()
    with counted_queries(app) as many:
        client.get(url)

    assert len(many) == len(few)


# One task


def only_task(store: Session) -> tuple[str, str, str, Phase, date]:
    """Id, words, phase and date of the one task there is; the store's transaction is over."""
    look(store)
    task = store.scalars(select(YearTask)).one()
    read = (str(task.id), task.title_en, task.title_fr, task.phase, task.due_on)
    store.rollback()
    return read


def test_own_task_is_added_reworded_and_deleted(client: StrictClient, store: Session, url: str) -> None:
    client.get(f"{url}/add")
    assert client.submit({"title_en": "", "due_on": "2026-12-01"}, action=f"{url}/add").status_code == 422
    assert "Say what there is to do, in at least one language." in said(client)
    wrong = client.submit({"title_en": "Cake", "phase": "never"}, action=f"{url}/add")
    assert (wrong.status_code, "Choose a phase." in said(client)) == (422, True)

    added = client.submit({"title_en": "Order cake", "phase": "closing"}, action=f"{url}/add")
    task_id, *read = only_task(store)
    assert added.location == f"{url}#task-{task_id}"
    assert read == ["Order cake", "", Phase.CLOSING, date(2026, 12, 1)]

    client.get(f"{url}/{task_id}")
    client.submit({"title_fr": "Commander un gâteau", "due_on": "2027-06-01"}, action=f"{url}/{task_id}")
    assert only_task(store)[2:] == ("Commander un gâteau", Phase.CLOSING, date(2027, 6, 1))

    client.get(f"{url}/{task_id}")
    assert client.submit(action=f"{url}/{task_id}/remove").location == url
    look(store)
    assert store.scalars(select(YearTask)).all() == []


def test_two_coordinators_at_one_task_see_both_texts(
    client: StrictClient, store: Session, url: str, late: YearTask
) -> None:
    client.get(f"{url}/{late.id}")
    late.title_en, late.version = "Book the chapel", 2
    store.commit()

    assert client.submit({"title_en": "Book the barn"}, action=f"{url}/{late.id}").status_code == 409
    assert client.page is not None
    rows = [[text_of(cell) for cell in line] for line in client.page.xpath("//tbody/tr")]
    assert rows == [["What there is to do, in English", "Book the chapel", "Book the barn"]]
    assert client.submit(action=f"{url}/{late.id}").status_code == 303
    look(store)
    assert late.title_en == "Book the barn"


def test_shipped_task_cannot_be_deleted(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    task = YearTaskFactory(cohort=cohort, key="train_mentors", title_en="", title_fr="")
    store.commit()

    client.get(f"{url}/{task.id}")
    assert "Delete the task" not in said(client)
    token = client.form(f"{url}/{task.id}").xpath(".//input[@name='csrf_token']/@value")[0]
    assert client.post(f"{url}/{task.id}/remove", data={"csrf_token": token}).status_code == 409


# Dates of the phases


def test_phases_get_new_dates(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    client.get(f"{url}/dates")
    typed = {"setup": "2026-04-01", "recruitment": "2026-05-04", "ends_on": "2027-06-15"}

    assert client.submit(typed, action=f"{url}/dates").status_code == 303
    look(store)
    plans = store.scalars(select(PhasePlan).where(PhasePlan.cohort_id == cohort.id).order_by(PhasePlan.starts_on)).all()
    assert [str(plans[0].starts_on), str(plans[0].ends_on), str(plans[-1].ends_on)] == [
        "2026-04-01",
        "2026-05-03",
        "2027-06-15",
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"intake": ""}, "Enter a date."),
        ({"intake": "2026-07-03"}, "Each phase begins after the one before it."),
        ({"intake": "1999-07-03"}, "Choose a day within a year of the cohort."),
    ],
)
def test_wrong_date_is_named_and_kept(client: StrictClient, url: str, typed: dict[str, str], says: str) -> None:
    client.get(f"{url}/dates")

    assert client.submit(typed, action=f"{url}/dates").status_code == 422
    assert says in said(client)
    assert client.form(f"{url}/dates").xpath(".//input[@name='intake']/@value") == [typed["intake"]]


def test_dates_changed_by_two_at_once_show_both(client: StrictClient, cohort: Cohort, store: Session, url: str) -> None:
    client.get(f"{url}/dates")
    cohort.version += 1
    cohort.phase_plans[-1].ends_on = date(2027, 6, 20)
    store.commit()

    assert client.submit({"ends_on": "2027-06-15"}, action=f"{url}/dates").status_code == 409
    assert client.page is not None
    rows = [[text_of(cell) for cell in line] for line in client.page.xpath("//tbody/tr")]
    assert rows == [["Last day", "20 Jun 2027", "15 Jun 2027"]]
    assert client.submit(action=f"{url}/dates").status_code == 303


# Today


def test_today_shows_the_next_five_and_ticks_them_there(
    client: StrictClient, cohort: Cohort, store: Session, late: YearTask
) -> None:
    YearTaskFactory.create_batch(6, cohort=cohort, due_on=this_day() + timedelta(days=30))
    store.commit()
    today = f"/p/{cohort.program.slug}/"

    client.get(today)
    assert client.page is not None
    assert len(client.page.xpath("//section[@id='tasks']//ol/li")) == 5
    assert "5 days ago." in text_of(row(client, late))
    assert press(client, f"{today}year", late, "ticked").location == f"{today}#tasks"
    client.get(today)
    assert "days ago" not in said(client)


def test_today_says_when_only_the_list_is_late(client: StrictClient, cohort: Cohort, store: Session) -> None:
    YearTaskFactory(cohort=cohort, due_on=this_day() - timedelta(days=5))
    cohort.phase = Phase.MATCHING
    cohort.phase_plans = []
    store.commit()

    client.get(f"/p/{cohort.program.slug}/")

    assert "All clear" not in said(client)
    assert "Some tasks of the year are past their date." in said(client)


def test_closing_cohort_asks_for_the_next_one(client: StrictClient, cohort: Cohort, store: Session) -> None:
    client.get(f"/p/{cohort.program.slug}/")
    assert "Prepare the next cohort" not in said(client)
    cohort.phase = Phase.CLOSING
    store.commit()

    client.get(f"/p/{cohort.program.slug}/")

    assert "Prepare the next cohort" in said(client)


# The next cohort


@pytest.fixture
def new_year(cohort: Cohort) -> str:
    return f"/p/{cohort.program.slug}/settings/cohorts/new-year"


def populate(store: Session, cohort: Cohort) -> None:
    first, second = (TrainingLevelFactory(program=cohort.program, code=f"PGY-{n}", position=n) for n in (1, 2))
    EnrollmentFactory(cohort=cohort, training_level=first)
    EnrollmentFactory(cohort=cohort, training_level=second)
    EnrollmentFactory(cohort=cohort, role=CohortRole.MENTOR)
    call = CallFactory(
        cohort=cohort,
        title_en="Mentors for 2026–27",
        opens_on=date(2026, 9, 4),
        closes_on=date(2026, 9, 30),
        status=CallStatus.CLOSED,
    )
    store.add(CallTarget(call_id=call.id, dimension=Dimension.DEPARTMENT, value="Surgery", places_wanted=4))
    store.commit()


def test_next_cohort_is_shown_then_made(client: StrictClient, cohort: Cohort, store: Session, new_year: str) -> None:
    populate(store, cohort)
    program, old_id = cohort.program.slug, cohort.id
    client.get(new_year)
    values = {name: client.form(new_year).xpath(f".//input[@name='{name}']/@value") for name in ("name", "starts_on")}
    assert values == {"name": ["2027–28"], "starts_on": ["2027-07-01"]}

    assert client.submit(action=new_year, button="step=check").status_code == 200
    assert "Mentees who stay: 1. In the last level, so they leave: 1." in said(client)
    assert "Drafts of calls: 1, with targets: 1. Mentors ready to be invited, by you: 1." in said(client)
    look(store)
    assert store.scalar(select(func.count()).select_from(Cohort)) == 1
    store.rollback()

    made = client.submit(action=new_year, button="step=create")
    assert made.location == f"/p/{program}/year"
    client.get(made.location)
    assert "What there is to do in 2027–28" in said(client)
    look(store)
    new = store.scalars(select(Cohort).where(Cohort.id != old_id)).one()
    call = store.scalars(select(Call).where(Call.cohort_id == new.id)).one()
    assert (call.title_en, call.status) == ("Mentors for 2027–28", CallStatus.DRAFT)
    # The fourth of September is a Saturday then.
    assert (call.opens_on, call.closes_on) == (date(2027, 9, 6), date(2027, 9, 30))
    targets = store.scalars(select(CallTarget).where(CallTarget.call_id == call.id)).all()
    assert [(target.value, target.places_wanted) for target in targets] == [("Surgery", 4)]
    staying = store.scalars(select(Enrollment).where(Enrollment.cohort_id == new.id)).one()
    assert staying.training_level is not None
    assert staying.training_level.code == "PGY-2"
    # The mentor is not among them: whoever mentors says so each year.
    assert store.scalars(select(OutboxMessage)).all() == []


def test_what_is_not_ticked_stays_behind_and_what_was_typed_is_kept(
    client: StrictClient, cohort: Cohort, store: Session, new_year: str
) -> None:
    populate(store, cohort)
    client.get(new_year)

    client.submit({"carry": ["programs.tasks"], "name": "Next"}, action=new_year, button="step=check")
    assert "Left behind, as you chose." in said(client)
    assert "Nothing there to take along." in said(client)
    client.submit(action=new_year, button="step=change")
    assert client.form(new_year).xpath(".//input[@name='name']/@value") == ["Next"]
    assert client.form(new_year).xpath(".//input[@name='carry'][@checked]/@value") == ["programs.tasks"]


def test_second_time_only_says_that_it_is_there(client: StrictClient, store: Session, new_year: str) -> None:
    client.get(new_year)
    client.submit(action=new_year, button="step=check")
    shown = client.page
    first = client.submit(action=new_year, button="step=create")
    assert first.status_code == 303

    # Sent again by the same page, which still names the old cohort.
    client.page = shown
    second = client.submit(action=new_year, button="step=create")

    assert second.status_code == 200
    assert "2027–28 was already made from 2026–27" in said(client)
    look(store)
    assert store.scalar(select(func.count()).select_from(Cohort)) == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": "2026–27"}, "There is already a cohort of that name."),
        ({"name": ""}, "Enter a name for the cohort"),
        ({"starts_on": ""}, "Enter the first day."),
        ({"ends_on": "2027-07-02"}, "A cohort lasts at least 30 days."),
    ],
)
def test_wrong_entry_is_refused_before_anything_is_shown(
    client: StrictClient, store: Session, cohort: Cohort, new_year: str, typed: dict[str, object], says: str
) -> None:
    cohort.slug = "2026-27"
    store.commit()
    client.get(new_year)

    assert client.submit(typed, action=new_year, button="step=check").status_code == 422
    assert says in said(client)


def test_year_that_begins_in_september_is_proposed_so(client: StrictClient, cohort: Cohort, new_year: str) -> None:
    settings = f"/p/{cohort.program.slug}/settings"
    client.get(settings)
    assert client.submit({"year_starts_in": "9"}, action=settings).status_code == 303

    client.get(new_year)

    assert client.form(new_year).xpath(".//input[@name='starts_on']/@value") == ["2027-09-01"]
