"""Scores from outside: real ones to the last figure, wrong ones refused by row and column, all or nothing."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mentorship_app.core.i18n import LocalizedText
from mentorship_app.core.paths import PROJECT
from mentorship_app.privacy.suppression import Visibility
from mentorship_app.surveys.aggregates import Dataset, ScaleTable, import_ref, list_datasets, published, release
from mentorship_app.surveys.models import ImportedScores, ScoreImport
from mentorship_app.surveys.score_import import ScoresRefused, import_scores, read_scores
from mentorship_app.surveys.score_mapping import MappingError, ScoreMapping, load_mapping
from tests.factories import CohortFactory
from tests.factories.surveys import NOW, STAFF

EXAMPLE = PROJECT / "docs" / "examples" / "burnout_medical_students_2022.mapping.yaml"
STUDENTS = PROJECT.parent / "shared" / "data" / "burnout_medical_students_2022.csv"
needs_students = pytest.mark.skipif(not STUDENTS.exists(), reason="../shared/data is not here")

MAPPING = """
title: {en: Small school, fr: Petite école}
source: {en: Made up, fr: Inventé}
blanks: [NA]
scales:
  - {key: exhaustion, column: exh, name: {en: Exhaustion, fr: Épuisement}, range: [0, 10], better: down}
groups:
  - key: year
    column: year
    title: {en: Year, fr: Année}
    values:
      - {value: 1, name: {en: First, fr: Première}}
      - {value: 2, name: {en: Second, fr: Deuxième}}
"""


@pytest.fixture
def mapping(tmp_path: Path) -> ScoreMapping:
    path = tmp_path / "mapping.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return load_mapping(path)


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "scores.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def dataset_of(session: Session, path: Path, mapping: ScoreMapping) -> Dataset:
    imported = import_scores(session, CohortFactory(), mapping, read_scores(path, mapping), by=STAFF, now=NOW)
    dataset = published(session, import_ref(imported.record))
    assert dataset is not None
    return dataset


def shown(table: ScaleTable, group: str) -> dict[str, int | Visibility]:
    rows = next(found.rows for found in table.groups if found.key == group)
    return {row.name.en: row.summary.n if row.summary else row.status for row in rows}


@needs_students
def test_the_886_students_of_lausanne_come_out_as_published(session: Session) -> None:
    dataset = dataset_of(session, STUDENTS, load_mapping(EXAMPLE))
    assert dataset.answered == 886
    for scale, mean, sd in zip(dataset.scales, (16.88, 10.08, 24.21), (5.26, 4.59, 4.63), strict=True):
        summary = scale.total.summary
        assert summary is not None
        assert (round(summary.mean or 0, 2), round(summary.sd or 0, 2)) == (mean, sd)
        assert list(shown(scale, "training_level").values()) == [245, 135, 143, 123, 127, 113]
        assert shown(scale, "gender")["Non-binary"] == 5


@needs_students
def test_with_one_of_the_five_removed_the_four_are_hidden_with_a_complement(session: Session, tmp_path: Path) -> None:
    lines = STUDENTS.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    sex = lines[0].rstrip().split(";").index("sex")
    gone = next(line for line in lines[1:] if line.split(";")[sex] == "3")
    lines.remove(gone)
    dataset = dataset_of(session, written(tmp_path, "".join(lines)), load_mapping(EXAMPLE))
    for scale in dataset.scales:
        genders = shown(scale, "gender")
        assert genders["Non-binary"] is Visibility.PRIMARY
        assert sorted(map(str, genders.values())).count("complementary") == 1
        assert scale.total.summary is not None
        assert scale.total.summary.n == 885


def test_the_same_import_twice_is_one_import_and_one_release(
    session: Session, mapping: ScoreMapping, tmp_path: Path
) -> None:
    cohort = CohortFactory()
    file = read_scores(written(tmp_path, "exh,year\n" + "5,1\n" * 8), mapping)
    first = import_scores(session, cohort, mapping, file, by=STAFF, now=NOW)
    again = import_scores(session, cohort, mapping, file, by=STAFF, now=NOW)
    assert (first.is_new, again.is_new, again.record.id == first.record.id) == (True, False, True)
    assert list_datasets(session, cohort) == (import_ref(first.record),)
    assert release(session, import_ref(first.record), now=NOW) == published(session, import_ref(first.record))
    assert session.scalar(select(func.count()).select_from(ImportedScores)) == 8


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        ("exh,year\n5,1\n", "UTF-8", "comma"),
        ("exh;year\r\n4,5;1\r\n", "UTF-8", "semicolon"),
        ("exh\tyear\n5\t1\n", "UTF-8", "tab"),
        (b"\xef\xbb\xbfexh,year\n5,1\n", "UTF-8 with byte order mark", "comma"),
        ("exh,year\n5,1\n".encode("utf-16"), "UTF-16", "comma"),
        ("exh;year;école\n5;1;é\n".encode("cp1252"), "Windows-1252", "semicolon"),
        ('"exh","year"\n"5.5","1"\n\n,\n', "UTF-8", "comma"),
    ],
)
def test_the_form_of_a_file_is_found_out_and_told(
    mapping: ScoreMapping, tmp_path: Path, content: str | bytes, encoding: str, delimiter: str
) -> None:
    file = read_scores(written(tmp_path, content), mapping)
    assert (file.encoding, file.delimiter, len(file.rows)) == (encoding, delimiter, 1)


def test_a_blank_is_no_score_and_no_group(mapping: ScoreMapping, tmp_path: Path) -> None:
    file = read_scores(written(tmp_path, "exh,year\nNA,1\n,2\n3,NA\n"), mapping)
    assert [(row.scores["exhaustion"], row.groups) for row in file.rows] == [
        (None, {"year": "1"}),
        (None, {"year": "2"}),
        (3.0, {}),
    ]


def test_every_wrong_cell_is_named_up_to_twenty(session: Session, mapping: ScoreMapping, tmp_path: Path) -> None:
    wrong = "exh,year\n5,1\n11,1\n-0.1,2\nhigh,3\n5\n" + "nan,1\n" * 30
    with pytest.raises(ScoresRefused) as refused:
        read_scores(written(tmp_path, wrong), mapping)
    assert [str(problem) for problem in refused.value.problems[:6]] == [
        "row 3, column exh: 11 is outside the range 0 to 10",
        "row 4, column exh: -0.1 is outside the range 0 to 10",
        "row 5, column exh: 'high' is no number",
        "row 5, column year: '3' is none of the values 1, 2",
        "row 6, column –: 1 cells, but the heading has 2",
        "row 7, column exh: 'nan' is no number",
    ]
    assert (len(refused.value.problems), refused.value.total) == (20, 35)
    assert "and 15 more" in str(refused.value)
    assert session.scalar(select(func.count()).select_from(ScoreImport)) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("exh,year\n", "no row below"),
        ("exhaustion,year\n5,1\n", "column exh: expected this column once, found it 0 times"),
        ("exh,exh,year\n5,5,1\n", "found it 2 times"),
        (b"PK\x03\x04\0\0\0\0", "no text file"),
        (b"\xff\xfea", "not readable as utf-16"),
        ('exh,year\n"5,1\n', "not readable as a table"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    mapping: ScoreMapping, tmp_path: Path, content: str | bytes, said: str
) -> None:
    with pytest.raises(ScoresRefused, match="Nothing was imported") as refused:
        read_scores(written(tmp_path, content), mapping)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("better: down", "better: lower", "scales\\[0\\].better"),
        ("range: [0, 10]", "range: [10, 0]", "scales\\[0\\].range"),
        ("column: exh,", "", "scales\\[0\\]"),
        ("fr: Épuisement", "de: Erschöpfung", "scales\\[0\\].name"),
        ("value: 2", "value: 1", "used twice"),
        ("key: year", "key: total", "already taken"),
        ("blanks", "blank", "unknown entry"),
        ("title:", "title: [", "not readable as YAML"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, old: str, new: str, place: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(MAPPING.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(MappingError, match=place):
        load_mapping(path)


def test_ten_thousand_rows_are_read_with_progress(mapping: ScoreMapping, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = written(tmp_path, "exh,year\n" + "5,1\n3,2\n" * 5_000)
    file = read_scores(path, mapping, report=lambda done, total: seen.append((done, total)))
    assert (len(file.rows), seen[-1]) == (10_000, (10_000, 10_000))


def test_the_example_says_what_its_scales_are() -> None:
    mapping = load_mapping(EXAMPLE)
    assert [(scale.key, scale.low, scale.high, scale.better) for scale in mapping.scales] == [
        ("exhaustion", 5, 30, "down"),
        ("cynicism", 4, 24, "down"),
        ("efficacy", 6, 36, "up"),
    ]
    assert mapping.groups[1].values["3"] == LocalizedText(en="Non-binary", fr="Personne non binaire")
