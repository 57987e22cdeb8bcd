"""Results of a closed survey: page, table file, comments; and what each of them leaves unsaid."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.accounts import Account
from mentorship_app.core.identity import StaffRole
from mentorship_app.core.keyring import Keyring
from mentorship_app.programs import Cohort
from mentorship_app.surveys import Wave
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.models import ResponseComment
from mentorship_app.surveys.questionnaire import sections_of
from tests.factories import AccountFactory, CohortFactory, StaffGrantFactory
from tests.factories.results import closed_wave_of, options, own_form, released, rich_results
from tests.factories.surveys import opened_wave
from tests.kit.client import StrictClient, text_of
from tests.kit.queries import counted_queries
from tests.kit.sign_in import staff_sign_in

TODAY = datetime.now(UTC).date()


def staff_of(cohort: Cohort, client: StrictClient, role: StaffRole = StaffRole.COORDINATOR) -> Account:
    account: Account = AccountFactory()
    StaffGrantFactory(account=account, program_id=cohort.program_id, role=role)
    StaffGrantFactory._meta.sqlalchemy_session.commit()
    staff_sign_in(client, account)
    return account


@pytest.fixture
def cohort(store: Session, client: StrictClient) -> Cohort:
    assert store, "bound to the factories"
    made: Cohort = CohortFactory(starts_on=TODAY - timedelta(days=100), ends_on=TODAY + timedelta(days=265))
    staff_of(made, client)
    return made


@pytest.fixture
def wave(store: Session, cohort: Cohort) -> Wave:
    made = rich_results(store, cohort)
    store.commit()
    return made


def address(wave: Wave, page: str) -> str:
    return f"/p/{wave.cohort.program.slug}/surveys/{wave.public_id}/{page}"


def said(client: StrictClient) -> str:
    assert client.page is not None
    return text_of(client.page).replace("\u00a0", " ")


def table_file(client: StrictClient, wave: Wave) -> list[dict[str, str]]:
    response = client.get(address(wave, "results.csv"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert wave.public_id in response.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"), newline="")))


def test_measures_stand_apart_with_version_licence_and_every_source(client: StrictClient, wave: Wave) -> None:
    client.get(address(wave, "results"))
    words = said(client)
    assert words.index("WHO-5") < words.index("Well-being") < words.index("Personal burnout")
    assert "Version 1." in words
    assert "CC BY-NC-SA" in words
    assert "≤ 50, poor well-being: adults. Source: INSPQ" in words
    assert words.count("Not checked against the primary source.") >= 6
    assert "Smallest change that matters: 10. Source: help.valant.com." in words


def test_no_label_of_a_limit_stands_without_its_source(client: StrictClient, wave: Wave) -> None:
    client.get(address(wave, "results"))
    words = said(client)
    for label in ("high degree", "moderate or more", "severe", "signs of a likely depression"):
        assert re.search(rf"{label}: [^.]+\. Source: ", words), label


def test_every_number_of_the_page_is_in_the_table_file(client: StrictClient, wave: Wave) -> None:
    client.get(address(wave, "results"))
    assert client.page is not None
    printed: dict[tuple[str, str], set[str]] = {}
    for table in client.page.iter("table"):
        caption = text_of(table.find("caption"))
        if caption == "All scales, everybody together":
            continue  # the same rows once more, with links to them
        for row in table.find("tbody").iter("tr"):
            head, *cells = row
            name = (head.text or "").strip()
            shown = " ".join(text_of(cell) for cell in cells if "quiet" not in (cell.get("class") or ""))
            printed[caption, name] = set(re.findall(r"\d+(?:\.\d+)?", shown))
    written: dict[tuple[str, str], set[str]] = {}
    for line in table_file(client, wave):
        written.setdefault((line["Table"], line["Row"]), set()).add(line["Value"])
    assert printed.keys() == written.keys()
    for place, numbers in printed.items():
        # The interval of a share is worked out from its two numbers, and bounds stand under their own names.
        known = written[place] | {str(n) for n in range(101) if "limit" in place[0] or "?" in place[0]}
        assert numbers <= known, place


def test_the_table_file_is_the_same_each_time(client: StrictClient, wave: Wave) -> None:
    first = client.get(address(wave, "results.csv")).get_data()
    assert first == client.get(address(wave, "results.csv")).get_data()
    assert str(TODAY.year).encode() not in first


def test_blank_cells_say_why_on_the_page_and_in_the_file(client: StrictClient, cohort: Cohort, store: Session) -> None:
    form = own_form(
        cohort.program,
        {"id": "met", "type": "yes_no"},
        {"id": "more", "type": "yes_no", "show_if": {"question": "met", "is": True}},
        {"id": "pick", "type": "single_choice", "options": options("a", "b", "c", "d")},
    )
    answers = [
        {"own_q_met": True, "own_q_more": number % 2 == 0, "own_q_pick": pick}
        for number, pick in enumerate("aaaaaaaaabbbbbbccccd")
    ]
    arms = ["paired"] * 14 + ["unpaired"] * 6
    wave = closed_wave_of(store, answers, form=form, cohort=cohort, arms=arms)
    released(store, wave)
    store.commit()
    client.get(address(wave, "results"))
    words = said(client)
    reasons = {
        "A range, because nearly nobody or nearly everybody is counted here.",
        "A range, because an exact number would give others away.",
        "Not shown: fewer than 8 people answered.",
        "Not shown, to protect a smaller group.",
        "Not shown: not everybody was asked, and the number of those who were would tell an earlier answer.",
    }
    assert [reason for reason in reasons if reason not in words] == []
    notes = " ".join(line["Note"] for line in table_file(client, wave))
    assert [reason for reason in reasons if reason not in notes] == []
    assert "over 80 % of 20" in words


def test_results_and_their_file_are_there_for_viewers_and_comments_are_not(
    app: Flask, client: StrictClient, wave: Wave
) -> None:
    assert client.get(address(wave, "comments")).status_code == 200
    viewer = app.test_client()
    assert isinstance(viewer, StrictClient)
    staff_of(wave.cohort, viewer, StaffRole.VIEWER)
    assert viewer.get(address(wave, "results")).status_code == 200
    assert "Comments" not in said(viewer)
    assert viewer.get(address(wave, "results.csv")).status_code == 200
    assert viewer.get(address(wave, "comments")).status_code == 403


def test_comments_are_text_and_nothing_else(client: StrictClient, wave: Wave, store: Session) -> None:
    client.get(address(wave, "comments?question=2"))
    words = said(client)
    assert "Is there something the program should know?" in words
    assert words.count("A remark of some length") == 14
    assert client.page is not None
    shown = [text_of(entry) for entry in client.page.iter("li") if "A remark" in text_of(entry)]
    stored = store.scalars(
        select(ResponseComment.text).where(ResponseComment.question == "comment").order_by(ResponseComment.id)
    ).all()
    assert shown == list(stored), "the order of random ids, the same each time"
    assert not [sign for sign in ("With a", "paired", "2026-", "score") if sign in " ".join(shown)]


def test_few_comments_are_not_shown_and_not_counted(client: StrictClient, wave: Wave) -> None:
    client.get(address(wave, "comments"))
    words = said(client)
    assert "Not shown: fewer than 10 people wrote something. How many, or whether anybody did, is not told" in words
    assert "A quiet room" not in words
    assert " 2 " not in words.split("About wish?")[-1].split("Comments are shown")[0]


def test_raising_the_number_holds_at_once_and_lowering_it_only_for_later_surveys(
    client: StrictClient, wave: Wave, store: Session
) -> None:
    wave.comment_floor = 10
    program = wave.cohort.program
    for floor, is_shown in ((15, False), (10, True), (5, True)):
        program.comment_floor = floor
        store.commit()
        client.get(address(wave, "comments?question=2"))
        assert ("A remark of some length" in said(client)) is is_shown, floor
    client.get(address(wave, "comments"))
    assert "fewer than 10 people wrote" in said(client)


def test_comments_on_a_question_asked_only_of_some_do_not_tell_how_many_they_were(
    client: StrictClient, cohort: Cohort, store: Session
) -> None:
    def wave_with(yes: int, no: int) -> Wave:
        form = own_form(
            CohortFactory(program=cohort.program).program,
            {"id": "met", "type": "yes_no"},
            {"id": "why", "type": "long_text", "show_if": {"question": "met", "is": True}},
        )
        form.number = yes
        answers = [{"own_q_met": True}] * yes + [{"own_q_met": False}] * no
        texts = {"own_q_why": [f"Because {number}" for number in range(yes)]}
        wave = closed_wave_of(store, answers, form=form, cohort=cohort, comments=texts)
        released(store, wave)
        store.commit()
        return wave

    client.get(address(wave_with(12, 6), "comments"))
    assert "Because 3" in said(client)
    client.get(address(wave_with(17, 1), "comments"))
    assert "Because 3" not in said(client)
    assert "would tell an earlier answer" in said(client)


def test_many_comments_come_in_pages(client: StrictClient, cohort: Cohort, store: Session) -> None:
    wave = closed_wave_of(store, [], cohort=cohort, comments={"comment": [f"Remark {n}" for n in range(120)]})
    released(store, wave)
    store.commit()
    pages = []
    for number in (1, 3):
        client.get(address(wave, f"comments?page={number}"))
        pages.append(said(client).count("Remark "))
    assert pages == [50, 20]
    assert client.get(address(wave, "comments?question=9")).status_code == 404


def test_the_pages_cost_the_same_for_few_questions_and_for_many(
    client: StrictClient, cohort: Cohort, store: Session, app: Flask
) -> None:
    counts = []
    for size in (1, 6):
        form = own_form(cohort.program, *({"id": f"q{n}", "type": "yes_no"} for n in range(size)))
        form.number = size
        answers = [{f"own_q_q{n}": person % 2 == 0 for n in range(size)} for person in range(20)]
        wave = closed_wave_of(store, answers, form=form, cohort=cohort)
        released(store, wave)
        store.commit()
        with counted_queries(app) as statements:
            client.get(address(wave, "results"))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_results_are_french_for_french_readers(client: StrictClient, wave: Wave, store: Session) -> None:
    for account in store.scalars(select(Account)):
        account.locale = "fr"
    store.commit()
    client.get(address(wave, "results"))
    words = said(client)
    for phrase in ("À un seuil publié ou au-delà", "bien-être faible", "Non vérifié à la source primaire.", "moins de"):
        assert phrase in words, phrase
    client.get(address(wave, "comments"))
    assert "moins de 10 personnes ont écrit quelque chose" in said(client)
    assert any(line["Mesure"] == "Avec\u00a0: Personnes" for line in table_file(client, wave))


@pytest.mark.parametrize(("typed", "status"), [("5", 303), ("30", 303), ("4", 422), ("31", 422), ("ten", 422)])
def test_from_how_many_on_comments_are_shown_is_a_setting(
    client: StrictClient, cohort: Cohort, store: Session, typed: str, status: int
) -> None:
    settings = f"/p/{cohort.program.slug}/settings"
    client.get(settings)
    response = client.submit({"comment_floor": typed}, action=settings)
    assert response.status_code == status
    store.expire_all()
    assert cohort.program.comment_floor == (int(typed) if status == 303 else 10)
    if status == 422:
        assert "Enter a whole number from 5 to 30." in said(client)
        assert f'value="{typed}"' in response.text


def test_a_wave_keeps_the_number_that_held_when_it_opened(store: Session, keyring: Keyring) -> None:
    wave, _people = opened_wave(store, keyring, 8)
    assert (wave.comment_floor, wave.comments_from) == (10, 10)
    wave.cohort.program.comment_floor = 20
    assert wave.comments_from == 20
    wave.cohort.program.comment_floor = 5
    assert wave.comments_from == 10
    intro = sections_of(contents_of(store, wave))[-1].intro
    assert intro is not None
    assert "once 10 or more people have written one" in intro.en
