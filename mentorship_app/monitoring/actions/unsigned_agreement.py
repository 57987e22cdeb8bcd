"""A pair of more than six weeks that has signed no agreement. What is proposed between them is theirs to know."""

from mentorship_app.core.dates import long_day_text
from mentorship_app.core.i18n import N_
from mentorship_app.mentoring.agreements.queries import AGREEMENT_AFTER, unsigned
from mentorship_app.mentoring.models import Pairing
from mentorship_app.mentoring.queries import running_pairs
from mentorship_app.monitoring.kinds import ActionKind, Cause, Message, People, Person, Scope, kinds, name_of

KIND = "unsigned_agreement"


def find(scope: Scope) -> list[Cause]:
    if not scope.is_active:
        return []
    found = unsigned(running_pairs(scope.cohort), started_before=scope.today - AGREEMENT_AFTER).order_by(None)
    rows = scope.session.execute(
        found.with_only_columns(
            Pairing.id, Pairing.public_id, Pairing.mentor_id, Pairing.mentee_id, Pairing.started_on
        ).order_by(Pairing.started_on, Pairing.public_id)
    )
    return [
        Cause(
            KIND,
            public_id,
            fingerprint=started_on.isoformat(),
            since=started_on,
            people=(mentee, mentor),
            readers=(mentee, mentor),
            pairing_id=pairing_id,
            pairing_public_id=public_id,
        )
        for pairing_id, public_id, mentor, mentee, started_on in rows
        if not scope.own_ids & {mentor, mentee}
    ]


def _values(cause: Cause, people: People, locale: str) -> dict[str, object]:
    mentee, mentor = cause.people
    return {
        "mentee": name_of(people, mentee),
        "mentor": name_of(people, mentor),
        "day": long_day_text(cause.since, locale),
    }


def _for_reader(cause: Cause, reader: Person, people: People, _locale: str) -> dict[str, object]:
    return {"other": name_of(people, next(one for one in cause.people if one != reader.id))}


kinds.add(
    KIND,
    ActionKind(
        icon="document",
        find=find,
        name=N_("Pairs without a signed agreement"),
        title=N_("%(mentee)s and %(mentor)s have not signed an agreement"),
        reason=N_("They have been a pair since %(day)s. A kind word is often enough: it takes three minutes."),
        many=(N_("%(num)s pair without a signed agreement"), "%(num)s pairs without a signed agreement"),
        many_reason=N_(
            "They have been paired for more than six weeks. A kind word is often enough: it takes three minutes."
        ),
        values=_values,
        message=Message(
            subject=N_("Your mentoring agreement"),
            text=N_(
                "You and %(other)s have been a pair for some weeks. Many pairs find it easier once they have said how "
                "often they meet, who arranges it, and what stays between them. The form begins with sensible "
                "answers and takes three minutes.\n\n"
                "If you would rather talk about it first, that is fine too. Write to me if something is in the way."
            ),
            path=lambda cause: f"/pair/{cause.pairing_public_id}/agreement",
            values=_for_reader,
        ),
    ),
)
