"""Languages: one code for each, whatever name is typed."""

import pytest
from babel import Locale
from babel.localedata import exists

from mentorship_app.questions import languages
from mentorship_app.questions.languages import code_of, is_known, name_of, native_name
from mentorship_app.questions.types.language_list import LanguageList, LanguageListConfig

OFFERED = LanguageListConfig(("en", "fr"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("French", "fr"),
        ("français", "fr"),
        ("FRANCAIS", "fr"),
        ("fr", "fr"),
        ("arabe", "ar"),
        ("العربية", "ar"),
        ("Español", "es"),
        ("espanol", "es"),
        ("Farsi", "fa"),
        ("Mandarin", "zh"),
        ("中文", "zh"),
        ("Kreyòl ayisyen", "ht"),
        ("Inuktitut", "iu"),
        ("  Punjabi ", "pa"),
        ("Mas", None),
        ("Wobbelish", None),
        ("", None),
    ],
)
def test_a_language_is_known_by_any_of_its_names(typed: str, code: str | None) -> None:
    assert code_of(typed) == code


def test_names_are_in_the_readers_language_and_in_their_own() -> None:
    assert (name_of("fr", "en"), name_of("fr", "fr"), native_name("fr")) == ("French", "Français", "Français")
    assert (name_of("ar", "en"), name_of("ar", "fr"), native_name("ar")) == ("Arabic", "Arabe", "العربية")
    assert name_of("gone", "en") == "Gone"
    assert not is_known("mul")
    assert not is_known("FR")


def test_the_table_of_native_names_says_what_babel_says() -> None:
    table = languages._native_names()
    assert len(table) > 250
    for code, name in table.items():
        assert exists(code)
        assert Locale.parse(code).languages[code] == name


def test_what_was_added_is_a_chip_with_both_names_on_the_next_visit() -> None:
    answer = LanguageList().parse(["en", "arabe", "Wobbelish"], OFFERED)
    assert answer == {"chosen": ["en", "ar"], "own": ["Wobbelish"]}
    raw = {"languages": [*answer["chosen"], *answer["own"]], "languages-own": ("Cree, ",)}
    controls = LanguageList().controls("languages", OFFERED, raw, "en")
    assert [(option.label, option.native, option.lang, option.checked) for option in controls.options] == [
        ("English", None, None, True),
        ("French", "Français", "fr", False),
        ("Arabic", "العربية", "ar", True),
        ("Wobbelish", None, None, True),
    ]
    assert controls.inputs[0].value == "Cree, "


def test_no_more_than_ten_may_be_added() -> None:
    with pytest.raises(Exception, match="Add no more than"):
        LanguageList().parse([f"language {number}" for number in range(11)], OFFERED)
