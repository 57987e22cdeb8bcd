"""One road from answers to numbers: nothing before the close, nothing small, nothing that the ledger does not know."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.errors import NotFound
from mentorship_app.core.keyring import Keyring
from mentorship_app.core.paths import PROJECT
from mentorship_app.privacy.models import Release
from mentorship_app.privacy.suppression import ReleaseRefused, Visibility
from mentorship_app.surveys import Wave
from mentorship_app.surveys.aggregates import Dataset, list_datasets, published, release, wave_ref
from mentorship_app.surveys.answering import submit
from mentorship_app.surveys.closing import close_wave
from mentorship_app.surveys.contents import contents_of
from mentorship_app.surveys.models import Response
from mentorship_app.surveys.own import own_scores
from tests.factories.surveys import NOW, STAFF, opened_wave, rated


def closed_wave(session: Session, keyring: Keyring, *answering: int, of: int = 9) -> Wave:
    """A closed wave of levels of nine, of which so many each answered; all within a level alike."""
    wave, people = opened_wave(session, keyring, *(of for _ in answering))
    for level, count in enumerate(answering):
        for person in people[level * of : level * of + count]:
            submit(session, keyring, wave, person.account_id, rated(level + 1))
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    return wave


def levels(dataset: Dataset) -> dict[str, tuple[Visibility, int | None, float | None]]:
    table = dataset.scales[0].groups[0]
    return {
        row.name.en: (row.status, row.summary.n if row.summary else None, row.summary.mean if row.summary else None)
        for row in table.rows
    }


def test_a_closed_wave_gives_every_scale_in_total_and_by_training_level(session: Session, keyring: Keyring) -> None:
    wave = closed_wave(session, keyring, 8, 9)
    dataset = published(session, wave_ref(wave))
    assert dataset is not None
    assert [scale.scale.key for scale in dataset.scales] == [
        f"own_burnout_short.{key}" for key in ("exhaustion", "distance", "accomplishment")
    ]
    assert (
        dataset.eligible,
        dataset.answered,
        dataset.scales[0].total.summary and dataset.scales[0].total.summary.n,
    ) == (
        18,
        17,
        17,
    )
    # Three items at the value, one reversed: (3v + 4 - v) / 4.
    assert levels(dataset) == {"PGY-1": (Visibility.SHOWN, 8, 1.5), "PGY-2": (Visibility.SHOWN, 9, 2.0)}
    assert "not validated" in dataset.notes[0].en


def test_small_groups_are_hidden_with_number_and_complement(session: Session, keyring: Keyring) -> None:
    wave = closed_wave(session, keyring, 9, 8, 3)
    answered = {response.strata["training_level"] for response in session.scalars(select(Response))}
    assert "PGY-3" in answered, "there are answers that could leak"
    dataset = published(session, wave_ref(wave))
    assert dataset is not None
    assert levels(dataset) == {
        "PGY-1": (Visibility.SHOWN, 9, 1.5),
        "PGY-2": (Visibility.COMPLEMENTARY, None, None),
        "PGY-3": (Visibility.PRIMARY, None, None),
    }


def test_fewer_than_five_answers_show_nothing_at_all(session: Session, keyring: Keyring) -> None:
    dataset = published(session, wave_ref(closed_wave(session, keyring, 2, 2)))
    assert dataset is not None
    rows = [scale.total for scale in dataset.scales] + [
        row for scale in dataset.scales for table in scale.groups for row in table.rows
    ]
    assert {(row.status, row.summary) for row in rows} == {(Visibility.PRIMARY, None)}


def test_extremes_of_a_small_group_are_not_told(session: Session, keyring: Keyring) -> None:
    dataset = published(session, wave_ref(closed_wave(session, keyring, 8, 9)))
    assert dataset is not None
    total, group = dataset.scales[0].total.summary, dataset.scales[0].groups[0].rows[0].summary
    assert total is not None
    assert group is not None
    assert (total.minimum, total.maximum) == (1.5, 2.0)
    assert (group.minimum, group.maximum, group.median) == (None, None, None)


def test_there_are_no_results_before_the_close(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 9, 9)
    for person in people:
        submit(session, keyring, wave, person.account_id, rated(2))
    assert list_datasets(session, wave.cohort) == ()
    for ask in (lambda: release(session, wave_ref(wave), now=NOW), lambda: published(session, wave_ref(wave))):
        with pytest.raises(NotFound):
            ask()


def test_the_release_is_recorded_at_the_close_and_only_once(session: Session, keyring: Keyring) -> None:
    wave = closed_wave(session, keyring, 8, 9)
    recorded = session.scalar(select(func.count()).select_from(Release))
    figures = set(session.scalars(select(Release.figure)))
    assert {name for name in figures if "." in name} == {
        f"own_burnout_short.{scale}" for scale in ("exhaustion", "distance", "accomplishment")
    }
    assert all(name.startswith("own_burnout_short:") for name in figures if "." not in name)
    assert release(session, wave_ref(wave), now=NOW) == published(session, wave_ref(wave))
    assert session.scalar(select(func.count()).select_from(Release)) == recorded


def test_what_was_never_released_is_not_published(session: Session, keyring: Keyring) -> None:
    wave = closed_wave(session, keyring, 9, 9)
    for response in session.scalars(select(Response)).all()[:6]:
        session.delete(response)
    session.flush()
    # Six fewer than before: groups that nobody has seen.
    assert published(session, wave_ref(wave)) is None


def test_one_answer_less_after_a_release_is_refused(session: Session, keyring: Keyring) -> None:
    wave = closed_wave(session, keyring, 9, 9)
    session.delete(session.scalars(select(Response)).all()[0])
    session.flush()
    with pytest.raises(ReleaseRefused):
        release(session, wave_ref(wave), now=NOW)


def test_a_skipped_scale_counts_only_those_who_answered_it(session: Session, keyring: Keyring) -> None:
    wave, people = opened_wave(session, keyring, 12)
    for number, person in enumerate(people):
        answers = rated(2)
        if number < 2:
            answers = {item: value for item, value in answers.items() if not item.startswith("exh")}
        submit(session, keyring, wave, person.account_id, answers)
    close_wave(session, keyring, wave, by=STAFF, now=NOW)
    dataset = published(session, wave_ref(wave))
    assert dataset is not None
    counted = [scale.total.summary.n for scale in dataset.scales if scale.total.summary]
    assert (dataset.answered, counted) == (12, [10, 12, 12])


def test_own_scores_are_in_plain_words_and_point_the_right_way(session: Session, keyring: Keyring) -> None:
    wave, _people = opened_wave(session, keyring, 7)
    [instrument] = contents_of(session, wave).instruments
    worst = own_scores(instrument, rated(4, exh_4=0, dis_4=0, acc_4=0))
    assert [(found.value, found.nearest and found.nearest.en, found.is_hard) for found in worst] == [
        (4.0, "Always", True),
        (4.0, "Always", True),
        (4.0, "Always", False),
    ]
    assert replace(own_scores(instrument, {})[0]).value is None


def reads(table: str) -> set[str]:
    """Modules of the app that name the model ``table`` in an import or an attribute."""
    found: set[str] = set()
    for path in (PROJECT / "mentorship_app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = (
                isinstance(node, ast.ImportFrom)
                and "surveys" in (node.module or "")
                and any(alias.name in (table, "*") for alias in node.names)
            )
            if imported or (isinstance(node, ast.Attribute) and node.attr == table and _is_models(node.value)):
                found.add(str(Path(path).relative_to(PROJECT / "mentorship_app")))
    return found


def _is_models(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"models", "surveys", "survey_models"}


def test_nothing_else_reads_answers() -> None:
    # What own_responses reads it reads under the panel code of one given person, and for that person's pages alone;
    # linking.people reads which answers carry one code, for results of waves that are linked.
    assert reads("Response") == {
        "surveys/answer_sets.py",
        "surveys/closing.py",
        "surveys/linking/people.py",
        "surveys/own_responses.py",
    }
    assert reads("ResponseComment") == {"surveys/closing.py", "surveys/comments.py"}
    assert reads("ImportedScores") == {"surveys/answer_sets.py", "surveys/score_import.py"}


def test_own_answers_are_asked_for_by_pages_of_their_person_alone() -> None:
    users = {
        str(path.relative_to(PROJECT / "mentorship_app"))
        for path in (PROJECT / "mentorship_app").rglob("*.py")
        if "own_responses" in (text := path.read_text(encoding="utf-8")) or "own_answers import" in text
    }
    assert users - {"surveys/own_responses.py"} == {
        "surveys/own_answers.py",
        "web/participant/answers/own.py",
        "web/participant/answers/routes.py",
        "web/participant/me/trend.py",
    }


def test_only_the_suppressed_road_reads_answer_sets_and_no_sql_text_names_them() -> None:
    users, road = set(), set()
    for path in (PROJECT / "mentorship_app").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(PROJECT / "mentorship_app"))
        if "answer_sets" in text:
            users.add(name)
        if re.search(r"from mentorship_app\.surveys\.(figures|tabulating) import", text):
            road.add(name)
        for table in ("response", "response_comment", "imported_scores", "sealed_answers", "sealed_draft"):
            assert f"FROM {table}" not in text, name
    assert users == {
        "surveys/aggregates.py",
        "surveys/figures.py",
        "surveys/items.py",
        "surveys/linking/people.py",
        "surveys/tabulating.py",
    }
    assert road == {"surveys/aggregates.py", "surveys/tabulating.py"}
