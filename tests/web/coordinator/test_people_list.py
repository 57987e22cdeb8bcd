"""The list of people: found as one types in any script, narrowed, tagged, fast at a thousand; bounces said in words."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mentorship_app.messaging import MessageStatus, OutboxMessage
from mentorship_app.programs import Cohort, CohortRole, Enrollment, EnrollmentStatus
from mentorship_app.programs.tags import PersonTag, Tag
from mentorship_app.web.coordinator.people.bounces import points_at_address, reason
from tests.factories import AccountFactory, EnrollmentFactory
from tests.factories.intake import ProfileFactory
from tests.kit.client import StrictClient
from tests.kit.queries import counted_queries
from tests.web.coordinator.test_people import cohort, look, names, people_url, said

__all__ = ["cohort"]
NOW = datetime.now(UTC)


def person(cohort: Cohort, name: str, **more: object) -> Enrollment:
    email = more.pop("email", None)
    account = AccountFactory(name=name, **({"email": email} if email else {}))
    made: Enrollment = EnrollmentFactory(cohort=cohort, account=account, **more)
    return made


def dead_mail(person: Enrollment, error: str = "SMTP 550", *, private: bool = False) -> OutboxMessage:
    return OutboxMessage(
        kind="mail_test",
        to_email=person.account.email,
        to_name=person.account.name,
        locale="en",
        context={},
        program_id=person.cohort.program_id,
        dedupe_key=f"dead:{person.id}:{error}",
        not_before=NOW - timedelta(hours=1),
        status=MessageStatus.DEAD,
        last_error=error,
        private=private,
    )


def tagged(store: Session, name: str, *people: Enrollment) -> Tag:
    tag = Tag(program_id=people[0].cohort.program_id, name=name, search_text=name.lower())
    store.add(tag)
    store.flush()
    store.add_all([PersonTag(tag_id=tag.id, account_id=one.account_id) for one in people])
    return tag


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("maelle", ["Maëlle Fontclair"]),
        ("FONTCLAIR maelle", ["Maëlle Fontclair"]),
        ("obrien", ["Séamus O’Brien"]),
        ("o'brien", ["Séamus O’Brien"]),
        ("احمد", ["أحمد العَلي"]),
        ("pediatrie", ["Maëlle Fontclair"]),
        ("harbour", ["Séamus O’Brien"]),
        ("night", ["أحمد العَلي"]),
        ("s.obrien@example", ["Séamus O’Brien"]),
        ("maelle harbour", []),
        ("100%", []),
        ("_", ["أحمد العَلي", "Maëlle Fontclair", "Séamus O’Brien"]),
    ],
)
def test_people_are_found_in_every_script_by_everything_written_about_them(
    client: StrictClient, cohort: Cohort, store: Session, typed: str, found: list[str]
) -> None:
    person(cohort, "Maëlle Fontclair", department="Pédiatrie")
    person(cohort, "Séamus O’Brien", site="Harbour hospital", email="s.obrien@example.org")
    tagged(store, "Night float", person(cohort, "أحمد العَلي"))
    store.commit()

    client.get(people_url(cohort, "?") + f"q={typed.replace('%', '%25')}")

    assert sorted(names(client)) == sorted(found)


def test_names_keep_to_their_own_direction(client: StrictClient, cohort: Cohort, store: Session) -> None:
    person(cohort, "أحمد العَلي")
    store.commit()

    client.get(people_url(cohort))

    assert client.page is not None
    assert [bdi.text for bdi in client.page.iterfind(".//tbody/tr/th/a/bdi")] == ["أحمد العَلي"]


def test_list_is_narrowed_by_department_site_tag_mail_and_intake(
    client: StrictClient, cohort: Cohort, store: Session
) -> None:
    one = person(cohort, "Wren Ito", department="Surgery", site="Harbour")
    other = person(cohort, "Caspian Rook", department="Medicine")
    mentor = person(cohort, "Ottilie Marsh", role=CohortRole.MENTOR)
    ProfileFactory(enrollment=one, sent=True)
    ProfileFactory(enrollment=other)
    tag = tagged(store, "Chief", other)
    store.add_all([dead_mail(mentor), dead_mail(one, private=True)])
    store.commit()

    for query, found in (
        ("department=Surgery", ["Wren Ito"]),
        ("site=Harbour", ["Wren Ito"]),
        ("site=Nowhere", []),
        (f"tag={tag.public_id}", ["Caspian Rook"]),
        ("tag=unknown", []),
        ("intake=sent", ["Wren Ito"]),
        ("intake=missing", ["Caspian Rook"]),
        ("mail=bounced", ["Ottilie Marsh"]),
        ("mail=bounced&intake=sent", []),
    ):
        client.get(people_url(cohort, f"?{query}"))
        assert names(client) == found, query
        assert client.page is not None
        assert client.page.find(".//details[@open]") is not None, "a filter that is set is seen"


def test_number_found_is_announced(client: StrictClient, cohort: Cohort, store: Session) -> None:
    person(cohort, "Wren Ito")
    store.commit()

    text = client.get(people_url(cohort, "?q=wren"), headers={"HX-Request": "true"}).text

    assert '<div hx-swap-oob="innerHTML:#live">1 person found</div>' in text
    assert "hx-swap-oob" not in client.get(people_url(cohort, "?q=wren")).text


@pytest.mark.slow
def test_a_thousand_people_cost_as_many_statements_as_three(
    app: Flask, client: StrictClient, cohort: Cohort, store: Session
) -> None:
    counts = []
    for number in (3, 997):
        made = EnrollmentFactory.create_batch(
            number,
            cohort=cohort,
            training_level=cohort.program.training_levels[0],
            department="Surgery",
            site="Harbour",
        )
        tagged(store, f"Tag {number}", *made)
        store.add_all([dead_mail(one) for one in made[:2]])
        store.commit()
        with counted_queries(app) as statements:
            client.get(people_url(cohort, "?q=surgery"))
        counts.append(len(statements))
        assert len(names(client)) == min(number, 50)

    assert counts[0] == counts[1], counts
    assert "1 to 50 of 1000" in said(client)


def test_tag_is_put_on_the_ticked_people_and_the_filter_stays(
    client: StrictClient, cohort: Cohort, store: Session
) -> None:
    one, other = person(cohort, "Wren Ito"), person(cohort, "Wren Rook")
    person(cohort, "Caspian Moss")
    store.commit()
    client.get(people_url(cohort, "?q=wren"))

    response = client.submit(
        {"person": [one.public_id, other.public_id], "new_tag": "Night float", "action": "put"},
        action=people_url(cohort, "/ticked?q=wren"),
    )

    assert response.status_code == 303
    assert response.location == people_url(cohort, "?q=wren")
    client.get(response.location)
    assert "“Night float” put on 2 people." in said(client)
    tag = store.scalars(select(Tag)).one()
    store.commit()

    client.submit(
        {"person": [one.public_id], "tag": tag.public_id, "action": "take"}, action=people_url(cohort, "/ticked?q=wren")
    )
    look(store)
    assert store.scalars(select(PersonTag.account_id)).all() == [other.account_id]
    store.commit()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"new_tag": "Chief", "action": "put"}, "Tick the people first."),
        ({"person": "wren", "action": "put"}, "Choose a tag, or type a new one."),
        ({"person": "wren", "action": "take"}, "Choose the tag to take off."),
        ({"person": "wren", "new_tag": "x" * 41, "action": "put"}, "Use 40 characters or fewer."),
    ],
)
def test_what_is_missing_is_said_and_the_ticks_stay(
    client: StrictClient, cohort: Cohort, store: Session, fields: dict[str, str], message: str
) -> None:
    one = person(cohort, "Wren Ito")
    store.commit()
    client.get(people_url(cohort))
    given = {key: one.public_id if key == "person" else value for key, value in fields.items()}

    response = client.submit(given, action=people_url(cohort, "/ticked"))

    assert response.status_code == 422
    assert message in said(client)
    assert client.page is not None
    assert len(client.page.findall(".//input[@name='person'][@checked]")) == ("person" in fields)


def test_people_of_another_program_are_not_tagged(client: StrictClient, cohort: Cohort, store: Session) -> None:
    mine, theirs = person(cohort, "Wren Ito"), EnrollmentFactory()
    store.commit()
    client.get(people_url(cohort))

    client.submit(
        {"person": [mine.public_id, theirs.public_id], "new_tag": "Chief", "action": "put"},
        action=people_url(cohort, "/ticked"),
    )

    look(store)
    assert store.scalars(select(PersonTag.account_id)).all() == [mine.account_id]
    store.commit()


def test_tags_are_made_renamed_and_removed(client: StrictClient, cohort: Cohort, store: Session) -> None:
    tags = people_url(cohort, "/tags")
    client.get(tags)
    client.submit({"name": "Chief"}, action=tags, follow_redirects=True)
    assert "The tag “Chief” is there." in said(client)
    url = f"{tags}/{store.scalars(select(Tag.public_id)).one()}"
    store.commit()

    client.get(url)
    client.submit({"name": "Chief resident"}, action=url, follow_redirects=True)
    assert "Chief resident" in said(client)

    client.get(url)
    client.submit(action=f"{url}/remove", follow_redirects=True)
    assert "No tags yet" in said(client)


def test_two_coordinators_renaming_one_tag_see_both_names(client: StrictClient, cohort: Cohort, store: Session) -> None:
    tag = tagged(store, "chief", person(cohort, "Wren Ito"))
    store.commit()
    url = people_url(cohort, f"/tags/{tag.public_id}")
    client.get(url)
    tag.name, tag.search_text, tag.version = "Head", "head", 2
    store.commit()

    response = client.submit({"name": "Boss"}, action=url)

    assert response.status_code == 409
    assert "Head" in said(client)
    assert client.submit(action=url).status_code == 303
    look(store)
    assert tag.name == "Boss"
    store.commit()


def test_tag_without_a_name_is_refused(client: StrictClient, cohort: Cohort) -> None:
    client.get(people_url(cohort, "/tags"))

    assert client.submit({"name": " "}, action=people_url(cohort, "/tags")).status_code == 422


def test_undelivered_mail_stands_beside_the_name_until_the_address_is_corrected(
    client: StrictClient, cohort: Cohort, store: Session
) -> None:
    one = person(cohort, "Wren Ito", email="typo@example.org")
    store.add(dead_mail(one))
    store.commit()

    client.get(people_url(cohort))
    assert "The mail server of the address does not know this person." in said(client)
    assert "Correct the address" in said(client)

    url = people_url(cohort, f"/{one.public_id}")
    client.get(url)
    assert "A mail could not be delivered to this address" in said(client)
    client.submit({"email": "right@example.org"}, action=url)

    client.get(people_url(cohort))
    assert "Mail not delivered" not in said(client)
    look(store)
    assert store.scalars(select(OutboxMessage.to_email)).all() == ["right@example.org"], "it can be sent again"
    store.commit()


@pytest.mark.parametrize(
    ("error", "words", "is_address"),
    [
        ("SMTP 550", "The mail server of the address does not know this person.", True),
        ("SMTP 552", "The mailbox is full.", False),
        ("SMTP 554", "The mail server of the address refused the mail.", True),
        ("ConnectionRefusedError", "The mail server could not be reached.", False),
        ("template", "The mail could not be written. Tell whoever looks after this installation.", False),
        ("", "The mail server could not be reached.", False),
    ],
)
def test_reason_is_said_in_words(app: Flask, error: str, words: str, is_address: bool) -> None:
    with app.test_request_context():
        assert reason(error) == words
    assert points_at_address(error) is is_address


def test_who_left_is_found_by_status(client: StrictClient, cohort: Cohort, store: Session) -> None:
    person(cohort, "Wren Ito", status=EnrollmentStatus.WITHDRAWN, left_at=NOW)
    store.commit()

    client.get(people_url(cohort, "?status=withdrawn"))

    assert names(client) == ["Wren Ito"]
