"""Names are found however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_app.core.searching import search_words, searchable


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Maëlle Fontclair", "MAELLE"),
        ("Zoë O’Brien-Łask", "obrien lask"),
        ("Zoë O’Brien-Łask", "o'brien-łask"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("Straße", "STRASSE"),
        ("İpek Işık", "ipek isik"),
        ("أحمد العَلي", "احمد العلي"),
        ("Ёлкин", "елкин"),
        ("wren.ito+on@example.org", "wren.ito"),
        ("Jos\u0065\u0301", "josé"),
        ("\u202eabc\u202c\u200b", "abc"),
    ],
)
def test_name_is_found_without_its_accents_case_and_marks(written: str, typed: str) -> None:
    assert all(word in searchable(written) for word in search_words(typed))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert searchable(searchable(text)) == searchable(text)


def test_nothing_typed_looks_for_nothing() -> None:
    assert search_words("  ’ ") == []
