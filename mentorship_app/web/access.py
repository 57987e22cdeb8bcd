"""Who may open what. Every view carries ``@requires(policy)``; a view without it fails the access-table test.

A policy is a pure function of the actor, or of the actor and the thing that ``load`` finds from the address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import Any

from flask import Response, g, redirect, request, session, url_for
from flask_security import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core.errors import NotAllowed
from mentorship_app.core.i18n import N_
from mentorship_app.core.identity import NOBODY, Actor, Grant
from mentorship_app.programs import Enrollment, EnrollmentStatus, Program
from mentorship_app.web.extensions import db

STAFF_SESSION = "staff_sign_in"
"""Session flag set when a second factor was given: a mailed link alone never opens staff pages."""

DEMO_SESSION = "demo_sign_in"
"""Set beside it when a demo's link stood in for both factors: then only roles in demos count."""

LIMITED, LIMITED_PATH = "limited", "limited_path"
"""Set by a survey's mailed link, which stays usable for weeks: the one address below which that session counts."""
EXTERNAL_VIEWS: Mapping[str, str] = MappingProxyType({"static": "anyone"})
"""Views that are not ours, by endpoint, with the policy that holds for them."""

Policy = Callable[..., bool]
View = Callable[..., Any]


@dataclass(frozen=True)
class Access:
    """What a view declared, for the table that the tests read."""

    policy: str


def anyone(_actor: Actor, *_things: object) -> bool:
    """Public: sign-in, calls, privacy page."""
    return True


def signed_in(actor: Actor) -> bool:
    """Any person who is signed in; the view shows only what is theirs."""
    return actor.is_signed_in


def current_actor() -> Actor:
    """Who makes this request, worked out once. Staff roles count only after a second factor."""
    if "actor" not in g:
        g.actor = _actor_of_request()
    actor: Actor = g.actor
    return actor


def forget_actor() -> None:
    """To be called when somebody signs in or out in the middle of a request."""
    g.pop("actor", None)


def _actor_of_request() -> Actor:
    if not current_user.is_authenticated or _is_beyond_limits():
        return NOBODY
    cohorts = db.session.scalars(
        select(Enrollment.cohort_id).where(
            Enrollment.account_id == current_user.id, Enrollment.status == EnrollmentStatus.ACTIVE
        )
    )
    return Actor(
        account_id=current_user.id,
        name=current_user.name,
        grants=_grants_of_session(),
        cohort_ids=frozenset(cohorts),
    )


def _grants_of_session() -> frozenset[Grant]:
    if not session.get(STAFF_SESSION):
        return frozenset()
    grants: frozenset[Grant] = current_user.grants
    if not session.get(DEMO_SESSION):
        return grants
    # The person may have been given a real role since then; that one asks for a password and a second factor.
    demos = set(db.session.scalars(select(Program.id).where(Program.is_demo)))
    return frozenset(grant for grant in grants if grant.program_id in demos)


def _is_beyond_limits() -> bool:
    """Whether this session came from a survey's link and the page is another one: earlier answers, the pair, home."""
    if LIMITED not in session:
        return False
    limit = session.get(LIMITED_PATH, "")
    return not limit or (request.path != limit and not request.path.startswith(limit + "/"))


def requires(policy: Policy, *, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Guard a view. ``load`` turns the parts of the address into the thing, or raises NotFound.

    The view then gets the thing as its only argument; the policy is asked as ``policy(actor, thing)``.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**parts: Any) -> Any:
            actor = current_actor()
            # Asked before anything is looked up: who is not staff learns nothing about which programs there are.
            if _is_staff_page() and _could_be_staff(actor):
                return _refuse(actor)
            things = (load(**parts),) if load else ()
            if not policy(actor, *things):
                return _refuse(actor)
            return view(*things) if load else view(**parts)

        guarded.access = Access(policy.__name__)  # type: ignore[attr-defined]  # the stamp that the tests read
        return guarded

    return decorate


def _is_staff_page() -> bool:
    return request.path.startswith("/p/") or request.path.startswith("/outbox")


def _could_be_staff(actor: Actor) -> bool:
    """Whether signing in as staff may help: a visitor, or staff who came through a mailed link."""
    return not actor.is_staff and (not actor.is_signed_in or bool(current_user.grants))


def _refuse(actor: Actor) -> BaseResponse:
    if actor.is_signed_in and not (_is_staff_page() and _could_be_staff(actor)):
        raise NotAllowed(N_("You are signed in, but this page is for others."))
    onward = request.full_path.rstrip("?") if request.method == "GET" else "/home"
    target = url_for("auth.staff.sign_in" if _is_staff_page() else "auth.sign_in", next=onward)
    if request.headers.get("HX-Request"):
        # A redirect would paste the sign-in page into a panel.
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target, code=303)
