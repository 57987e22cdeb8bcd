"""The release ledger only ever grows, and grows only by what is new."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Delete, Update, delete, func, select, update
from sqlalchemy.orm import Session

from mentorship_app.privacy import ledger
from mentorship_app.privacy.models import Release

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
FIRST, SECOND = frozenset(range(10)), frozenset(range(5))


def test_a_release_is_remembered_by_subject_and_figure(session: Session) -> None:
    ledger.record(session, "wave:a", "exhaustion", [FIRST, SECOND], now=NOW)
    ledger.record(session, "wave:b", "exhaustion", [FIRST], now=NOW)
    releases = ledger.earlier_releases(session, "wave:a")
    assert {figure: [set(release) for release in found] for figure, found in releases.items()} == {
        "exhaustion": [{FIRST, SECOND}]
    }


def test_the_same_groups_in_another_order_are_the_same_release(session: Session) -> None:
    ledger.record(session, "wave:a", "exhaustion", [FIRST, SECOND], now=NOW)
    ledger.record(session, "wave:a", "exhaustion", [SECOND, FIRST], now=NOW)
    assert session.scalar(select(func.count()).select_from(Release)) == 1


def test_only_groups_never_shown_are_unrecorded() -> None:
    assert ledger.unrecorded([FIRST, SECOND], [(FIRST,)]) == (SECOND,)
    assert ledger.unrecorded([FIRST], [(FIRST, SECOND)]) == ()


def test_a_release_can_be_neither_changed_nor_deleted(session: Session) -> None:
    ledger.record(session, "wave:a", "exhaustion", [FIRST], now=NOW)
    row = session.scalars(select(Release)).one()
    row.figure = "cynicism"
    with pytest.raises(TypeError, match="never changed"):
        session.flush()
    session.rollback()
    ledger.record(session, "wave:a", "exhaustion", [FIRST], now=NOW)
    session.delete(session.scalars(select(Release)).one())
    with pytest.raises(TypeError, match="never changed"):
        session.flush()


@pytest.mark.parametrize("statement", [delete(Release), update(Release).values(figure="cynicism")])
def test_nor_can_many_at_once(session: Session, statement: Delete | Update) -> None:
    ledger.record(session, "wave:a", "exhaustion", [FIRST], now=NOW)
    with pytest.raises(TypeError, match="never changed"):
        session.execute(statement)
    assert session.scalars(select(Release.figure)).one() == "exhaustion"
