"""How far people came, and what is never told."""

from sqlalchemy.orm import Session

from mentorship_app.recruitment import ApplicationStatus, Call
from mentorship_app.recruitment.funnel import FunnelRow, funnel_of
from tests.factories.recruitment import ApplicationFactory, CallFactory, InvitationFactory


def invite(call: Call, department: str, *, silent: int = 0, opened: int = 0, begun: int = 0, **sent: int) -> None:
    InvitationFactory.create_batch(silent, call=call, department=department)
    InvitationFactory.create_batch(opened, call=call, department=department, opened=True)
    for invitation in InvitationFactory.create_batch(begun, call=call, department=department):
        ApplicationFactory(call=call, email=invitation.email)
    for status, number in sent.items():
        for invitation in InvitationFactory.create_batch(number, call=call, department=department):
            ApplicationFactory(call=call, sent=True, status=ApplicationStatus(status), email=invitation.email)


def test_each_step_holds_those_who_came_further(session: Session) -> None:
    call = CallFactory()
    invite(call, "Surgery", silent=2, opened=1, begun=1, submitted=1, approved=2)
    invite(call, "surgery ", silent=1)
    ApplicationFactory(call=call, sent=True, status=ApplicationStatus.APPROVED)
    ApplicationFactory(call=call)
    invite(CallFactory(cohort=call.cohort), "Surgery", approved=3)
    funnel = funnel_of(session, call)
    row = FunnelRow("", 8, 5, 4, 3, 2)
    assert funnel.personal == row
    assert [
        (found.invited, found.opened, found.started, found.applied, found.accepted) for found in funnel.departments
    ] == [(8, 5, 4, 3, 2)]
    assert funnel.general == FunnelRow("", None, None, 2, 1, 1)
    assert funnel.general_departments == (FunnelRow("Internal Medicine", None, None, None, 1, 1),)
    assert not funnel.hides_some


def test_in_a_small_department_nobody_is_told_to_have_only_begun(session: Session) -> None:
    call = CallFactory()
    invite(call, "Surgery", silent=6, opened=3)
    invite(call, "Medicine", silent=5, approved=1)
    invite(call, "Pathology", begun=1)
    funnel = funnel_of(session, call)
    shown = {row.department: (row.invited, row.opened, row.started, row.accepted) for row in funnel.departments}
    # Medicine hides with it: from the total and Surgery alone one could work Pathology out.
    assert shown == {
        "Surgery": (9, 3, 0, 0),
        "Medicine": (6, None, None, 1),
        "Pathology": (1, None, None, 0),
    }
    assert (funnel.personal.opened, funnel.personal.started) == (5, 2)
    assert funnel.hides_some


def test_a_very_small_call_counts_only_what_was_sent(session: Session) -> None:
    call = CallFactory()
    invite(call, "Surgery", begun=1, approved=1)
    funnel = funnel_of(session, call)
    assert funnel.personal == FunnelRow("", 2, None, None, 1, 1)


def test_a_call_nobody_knows_of_has_an_empty_funnel(session: Session) -> None:
    funnel = funnel_of(session, CallFactory())
    assert funnel.personal == FunnelRow("", 0, 0, 0, 0, 0)
    assert funnel.departments == ()
