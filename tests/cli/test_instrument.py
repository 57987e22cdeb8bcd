"""``mentorship instrument``: the library on the console, a definition checked, answers in a file scored."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from mentorship_app.cli import main
from mentorship_app.instruments import catalogue
from mentorship_app.instruments.scoring import score
from tests.instruments.test_golden import rows_of

WHO = [f"who_5_{number}" for number in range(1, 6)]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder without an installation, which must not become one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INSTANCE_DIR", str(tmp_path / "instance"))
    yield tmp_path
    assert not (tmp_path / "instance").exists()


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["instrument", *map(str, arguments)])


def scored(content: str | bytes, key: str = "who_5", *options: str, name: str = "answers.csv") -> Result:
    file = Path(name)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run("score", key, file, *options)


# list and show


def test_the_list_names_every_instrument_once() -> None:
    lines = run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [found.key for found in catalogue.instruments()]


def test_the_list_as_json_says_what_may_be_asked_and_what_not() -> None:
    entries = {entry["key"]: entry for entry in json.loads(run("list", "--json").stdout)}
    assert entries["mbi_hss_mp"]["requires"] == ["licence_number", "paid_count"]
    assert not entries["mbi_hss_mp"]["wording_bundled"]
    assert entries["own_burnout_short"]["wording_bundled"]
    assert entries["cbi"]["scales"] == ["personal", "work", "client"]
    assert entries["cbi"]["scoring_verified"] is False


@pytest.mark.parametrize("key", [found.key for found in catalogue.instruments()])
def test_every_instrument_is_shown_with_its_items_and_no_limit_without_its_source(key: str) -> None:
    shown, instrument = run("show", key), catalogue.get(key)
    assert shown.exit_code == 0
    assert all(item.id in shown.stdout for item in instrument.items)
    for cutoff in instrument.cutoffs:
        lines = [line for line in shown.stdout.splitlines() if f": {cutoff.label.en}. Population" in line]
        assert any(cutoff.source in line for line in lines)
    assert shown.stdout.count("Not compared with that source yet.") == sum(not c.verified for c in instrument.cutoffs)


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    shown = run("show", "who5")
    assert (shown.exit_code, shown.stderr) == (1, "There is no instrument 'who5'. Did you mean who_5?\n")
    assert "Instruments: ambi_9, bat_12" in run("show", "zzz").stderr


# check


@pytest.mark.parametrize("key", [found.key for found in catalogue.instruments()])
def test_every_definition_of_the_library_passes_its_own_check(key: str) -> None:
    result = run("check", catalogue.LIBRARY / f"{key}.yaml")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_definition_anywhere_is_checked_with_the_wording_beside_it(elsewhere: Path) -> None:
    for path in [catalogue.LIBRARY / "own_burnout_short.yaml", *(catalogue.LIBRARY / "wording").glob("own_burnout_*")]:
        shutil.copy(path, elsewhere)
    good = run("check", "own_burnout_short.yaml")
    assert (good.exit_code, "Wording: en, fr." in good.stdout) == (0, True)
    wording = elsewhere / "own_burnout_short.fr.yaml"
    wording.write_text(wording.read_text().replace("  acc_4:", "  acc_5:"))
    bad = run("check", "own_burnout_short.yaml")
    assert (bad.exit_code, bad.stdout) == (1, "")
    assert bad.stderr.startswith("own_burnout_short.fr.yaml: items: unknown entry 'acc_5'")


def test_a_definition_that_takes_the_items_of_another_is_refused(elsewhere: Path) -> None:
    text = (catalogue.LIBRARY / "who_5.yaml").read_text()
    (elsewhere / "mood.yaml").write_text(text.replace("key: who_5", "key: mood"))
    result = run("check", "mood.yaml")
    assert result.exit_code == 1
    assert result.stderr.startswith("mood.yaml: items: who_5_1, who_5_2")
    assert "taken by who_5" in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "mood.yaml: top of the file: expected entries"),
        (b"key: [", "mood.yaml: line 1, column 7: not readable as YAML"),
        (b"key: a\nkey: b\n", "mood.yaml: line 2, column 1: not readable as YAML: 'key' stands twice"),
        (b"key: \xff", "mood.yaml: byte 6: expected text in UTF-8"),
        (b"\x00\x01", "mood.yaml: "),
        (b"[" * 5000, "mood.yaml: "),
        (b"key: !!python/object/apply:os.system [ls]", "mood.yaml: line 1"),
    ],
)
def test_what_is_no_definition_is_refused_with_its_place(elsewhere: Path, content: bytes, said: str) -> None:
    (elsewhere / "mood.yaml").write_bytes(content)
    result = run("check", "mood.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(said)


# score


def test_scores_come_with_row_and_name_and_a_reason_where_there_is_none() -> None:
    result = scored("id,who_5_1,who_5_2,who_5_3,who_5_4,who_5_5\nanna,5,4,3,2,1\nben,5,4,,2,1\n")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "row  id    well_being",
        "2    anna  60",
        "3    ben   –",
        "",
        "row 3, well_being: 4 of 5 answered, at least 5 needed",
    ]


@pytest.mark.parametrize("key", [found.key for found in catalogue.instruments()])
def test_the_golden_rows_of_every_instrument_come_out_of_a_file_too(key: str) -> None:
    instrument = catalogue.get(key)
    golden = [row for row in rows_of(key) if any(row[item.id] for item in instrument.items)]
    lines = [";".join(["id", *(item.id for item in instrument.items)])]
    lines += [";".join([str(number), *(row[i.id] for i in instrument.items)]) for number, row in enumerate(golden)]
    found = json.loads(scored("\n".join(lines), key, "--json").stdout)
    assert (found["instrument"], found["version"]) == (key, instrument.version)
    assert [entry["id"] for entry in found["rows"]] == [str(number) for number in range(len(golden))]
    for row, entry in zip(golden, found["rows"], strict=True):
        for scale in instrument.scales:
            result = entry["scores"][scale.key]
            expected = float(row[scale.key]) if row[scale.key] else None
            assert result["value"] == (None if expected is None else pytest.approx(expected, abs=1e-9))
            assert (result["reason"] is None) == (expected is not None)


def test_json_keeps_every_digit() -> None:
    items = [item.id for item in catalogue.get("pfi").items]
    found = json.loads(scored(f"{','.join(items)}\n{','.join(['1'] * 15 + ['0'])}\n", "pfi", "--json").stdout)
    assert found["rows"][0]["id"] is None
    value = found["rows"][0]["scores"]["disengagement"]["value"]
    assert value == score(catalogue.get("pfi"), dict.fromkeys(items[:15], 1) | {items[15]: 0})["disengagement"] == 5 / 6


HEAD = ";".join(WHO)


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{HEAD}\n5;4;3;2;1\n".encode(),
        f"{HEAD}\n5;4;3;2;1\n".encode("utf-16"),
        f"{HEAD}\r\n5,0;4,00;3.0;2;1\r\n\r\n;;;;\r\n".encode(),
        f"sep=;\n{HEAD}\n 5 ;4; 3;2;1\n".encode(),
        f"{HEAD}\n5;4;3;2;1\n".replace(";", "\t").encode(),
        b'"who_5_1","who_5_2","who_5_3","who_5_4","who_5_5"\n"5,0","4","3","2","+1"\n',
    ],
    ids=["mark", "utf-16", "decimals and blank rows", "sep line", "tabs", "quotes"],
)
def test_files_as_spreadsheets_write_them_are_read(content: bytes) -> None:
    result = scored(content, "who_5", "--json")
    assert [row["scores"]["well_being"]["value"] for row in json.loads(result.stdout)["rows"]] == [60]


def test_a_workbook_is_read_too(elsewhere: Path) -> None:
    book = Workbook()
    book.active.append(["id", *WHO])
    book.active.append(["a", 5, 4, 3.0, 2, 1])
    book.save(elsewhere / "answers.xlsx")
    assert "2    a   60" in run("score", "who_5", "answers.xlsx").stdout


def test_one_column_is_enough_where_there_is_one_item() -> None:
    assert scored("burnout_single_1\n3\n5\n", "burnout_single").stdout.splitlines()[1:] == ["2        3", "3        5"]


def test_items_without_a_column_are_said_to_be_not_answered() -> None:
    result = scored("id,cbi_pb1,cbi_pb2,cbi_pb3\na,50,75,25\n", "cbi")
    assert "No column, so not answered: cbi_pb4" in result.stderr
    assert "row 2, work: 0 of 7 answered, at least 4 needed" in result.stdout
    assert "2    a   50        –     –" in result.stdout


def test_weights_of_zero_are_a_reason_of_their_own() -> None:
    result = scored("id,memeq_w1,memeq_s1\na,0,4\n", "memeq")
    assert "row 2, weighted_satisfaction: no weight above 0" in result.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,who_5_1,who_51\na,1,1\n", "row 1, column who_51: who_5 has no such item; did you mean who_5_1?"),
        ("id,who_5_1,score\na,1,1\n", "row 1, column score: who_5 has no such item; its items are who_5_1"),
        ("who_5_1,who_5_1\n1,1\n", "row 1, column who_5_1: expected this column once, found it 2 times"),
        ("who_5_1,id\n1,a\n", "row 1, column id: expected it as the first column"),
        ("id,id,who_5_1\n1,a,1\n", "row 1, column id: expected this column once, found it 2 times"),
        ("who_5_1,,who_5_2\n1,a,1\n", "row 1, column 2: this column has no name"),
        ("id,\na,1\n", "row 1, column 2: this column has no name"),
        ("id,who_5_1\na,6\n", "row 2, column who_5_1: expected one of 5, 4, 3, 2, 1, 0; got '6'"),
        ("id,who_5_1\na,-1\n", "row 2, column who_5_1: expected one of 5, 4, 3, 2, 1, 0; got '-1'"),
        ("id,who_5_1\na,4.5\n", "got '4.5'"),
        ("id,who_5_1\na,1e1\n", "got '1e1'"),
        ("id,who_5_1\na,always\n", "got 'always'"),
        ("id,who_5_1\na,=1+1\n", "got '=1+1'"),
        ("id,who_5_1\na,5\nb,5,4\n", "row 3: 3 cells, but the heading has 2"),
        ("id,who_5_1\na,nan\n", "got 'nan'"),
        ("id,who_5_1\na,５\n", "got '５'"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_column_and_nothing_is_scored(content: str, said: str) -> None:
    for options in ((), ("--json",)):
        result = scored(content, "who_5", *options)
        assert (result.exit_code, result.stdout) == (1, "")
        assert said in result.stderr


def test_a_typed_number_outside_its_limits_says_them() -> None:
    assert "expected a whole number from 0 to 100; got '101'" in scored("id,memeq_w1\na,101\n", "memeq").stderr


@pytest.mark.parametrize("content", [b"", b"\n\n", b"id,who_5_1\n", b"\x89PNG\x00\x01\x02", b'id,who_5_1\n"a,1\n'])
def test_what_is_no_table_is_refused_in_one_sentence(content: bytes) -> None:
    result = scored(content)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    assert result.stderr.strip()


def test_many_problems_are_counted_and_twenty_listed() -> None:
    result = scored("id,who_5_1\n" + "a,9\n" * 50)
    assert (result.stderr.count("row "), "and 30 more" in result.stderr) == (20, True)


def test_a_name_cannot_give_orders_to_the_terminal() -> None:
    assert "\x1b" not in scored("\ufeffid,who_5_1\n\x1b[2Ja,1\n").stdout
