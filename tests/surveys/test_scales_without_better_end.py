"""Importance is neither good nor bad: it is no score of a person, and a report does not say which way is better."""

from mentorship_app.instruments import catalogue
from mentorship_app.surveys.own import own_scores


def test_a_person_sees_how_far_needs_are_met_and_no_score_for_what_matters_to_them() -> None:
    needs = catalogue.get("own_unmet_needs")
    answers = {item.id: 0 if item.id.endswith("_imp") else 4 for item in needs.items}
    seen = own_scores(needs, answers)
    assert len(seen) == 9
    assert not any("importance" in score.name.en and ":" in score.name.en for score in seen)
    assert not any(score.is_hard for score in seen)
