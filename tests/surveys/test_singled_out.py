"""How many of thirty residents are singled out after three check-ins that 85 in 100 answer.

    .venv/bin/python -m pytest tests/surveys/test_singled_out.py -n 0 -s

prints the figures of ``docs/privacy.md``. Each run is a year in the real schema: people begin, leave, send and stay
away on nights of their own, mail goes out, the database is copied every night, check-ins close.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import fmean
from uuid import UUID

import pytest
from sqlalchemy import create_engine, make_url, select

from mentorship_app.core.keyring import Keyring
from mentorship_app.db.engine import install_rules, reading, writing
from mentorship_app.messaging import OutboxMessage
from mentorship_app.messaging.render import RenderedMail
from mentorship_app.privacy import sealing
from mentorship_app.privacy.models import Release
from mentorship_app.programs import Cohort, Enrollment
from mentorship_app.surveys import Wave, WaveKind
from mentorship_app.surveys.answering import save_draft, submit
from mentorship_app.surveys.closing import close_wave, finish_closing
from mentorship_app.surveys.mailings.sending import send_due_mailings
from mentorship_app.surveys.services import open_wave
from tests.factories import CohortFactory, HelpLineFactory, bind_factories
from tests.factories.surveys import NOW, STAFF, WaveFactory, people_of, rated
from tests.kit.adversary import singled_out as follow_from
from tests.kit.databases import Databases
from tests.kit.thief import Copy, Suspect, copy_of, nights, singled_out

pytestmark = pytest.mark.slow

RUNS = 12
LEVELS = (10, 10, 10)
ANSWERING = 0.85
KINDS = (WaveKind.BASELINE, WaveKind.MIDPOINT, WaveKind.ENDPOINT)
DAYS = (0, 3, 7, 12)
"""Of each check-in: people answer, reminders leave, and at night the database is copied."""


class Letterbox:
    """A mail server that keeps nothing."""

    def send(self, message: OutboxMessage, mail: RenderedMail, *, now: object) -> None:
        """Taken."""


@dataclass
class Year:
    """What happened in a year, and what a thief got hold of."""

    suspects: Mapping[Hashable, Suspect]
    codes: Mapping[Hashable, bytes]
    """The truth: whose panel code is whose."""
    copies: list[Copy] = field(default_factory=list)
    naive: list[Copy] = field(default_factory=list)
    """The same nights in a design with a flag beside each name, and answers under random codes."""
    answered: dict[Hashable, set[Hashable]] = field(default_factory=dict)
    published: dict[tuple[str, str], list[frozenset[Hashable]]] = field(default_factory=dict)


class _Simulation:
    def __init__(self, databases: Databases, folder: Path, seed: int) -> None:
        folder.mkdir()
        url = databases.filled(folder)
        self.database = Path(str(make_url(url).database))
        self.engine = create_engine(url)
        install_rules(self.engine, folder / "lock")
        self.keys = Keyring(folder / "keys.json")
        self.keys.create_file()
        self.chance = Random(seed)  # noqa: S311  who answers when, no secret
        with self._writing() as session:
            bind_factories(session)
            cohort: Cohort = CohortFactory()
            HelpLineFactory(program=cohort.program, verified_on=NOW.date())
            self.people = [(person.id, person.account_id) for person in people_of(cohort, *LEVELS)]
            suspects = {account: _suspect(session.get_one(Enrollment, one)) for one, account in self.people}
            self.cohort_id = cohort.id
            self.program_id = cohort.program_id
        self.naive_flags: set[tuple[tuple[str, Hashable], ...]] = set()
        self.naive_answers: set[tuple[tuple[str, Hashable], ...]] = set()
        self.naive_codes = {account: self.chance.randbytes(16) for _one, account in self.people}
        self.year = Year(suspects, {})

    def _writing(self):  # type: ignore[no-untyped-def]  # a context manager of a session
        return writing(self.engine).begin()

    def live(self) -> Year:
        for number, kind in enumerate(KINDS):
            self._check_in(kind, number)
        panel_key = self.keys.get(sealing.panel_key_name(self.program_id))
        self.year.codes = {account: sealing.panel(panel_key, account) for _one, account in self.people}
        with reading(self.engine).begin() as session:
            for row in session.scalars(select(Release)):
                groups = [frozenset(group) for group in row.groups]
                self.year.published.setdefault((row.subject, row.figure), []).extend(groups)
        self.engine.dispose()
        return self.year

    def _check_in(self, kind: WaveKind, number: int) -> None:
        opened = NOW + timedelta(days=60 * number)
        with self._writing() as session:
            bind_factories(session)
            cohort = session.get_one(Cohort, self.cohort_id)
            for line in cohort.program.help_lines:
                line.verified_on = opened.date()
            wave: Wave = WaveFactory(
                cohort=cohort, kind=kind, opens_on=opened.date(), closes_on=(opened + timedelta(days=14)).date()
            )
            open_wave(session, self.keys, wave, by=STAFF, now=opened)
            wave_id = wave.id
        comes_on = {
            account: self.chance.choice(DAYS) for _one, account in self.people if self.chance.random() < ANSWERING
        }
        self.year.answered[wave_id.hex] = set(comes_on)
        self._copy()
        for day in DAYS:
            self._day(wave_id, {account for account, chosen in comes_on.items() if chosen == day})
            send_due_mailings(
                self.engine,
                self.keys,
                Letterbox(),
                base_url="https://m.example",
                now=opened + timedelta(days=day, hours=20),
                batch=500,
            )
            self._copy()
        with self._writing() as session:
            close_wave(session, self.keys, session.get_one(Wave, wave_id), by=STAFF, now=opened + timedelta(days=16))
        assert finish_closing(self.engine, self.keys, wave_id)
        self._copy()

    def _day(self, wave_id: UUID, coming: set[UUID]) -> None:
        """Some look in and leave, those who come send, in an order of chance."""
        visitors = [
            (account, account in coming)
            for _one, account in self.people
            if account in coming or self.chance.random() < 0.1
        ]
        self.chance.shuffle(visitors)
        for account, sends in visitors:
            value = self.chance.randrange(5)
            with self._writing() as session:
                wave = session.get_one(Wave, wave_id)
                save_draft(session, self.keys, wave, account, {"exh_1": value})
                if sends:
                    submit(session, self.keys, wave, account, rated(value))
                    self.naive_flags.add((("account_id", account.hex), ("done", wave_id.hex)))
                    self.naive_answers.add((("panel", self.naive_codes[account]), ("wave_id", wave_id.hex)))

    def _copy(self) -> None:
        self.year.copies.append(copy_of(self.database))
        flags, answers = frozenset(self.naive_flags), frozenset(self.naive_answers)
        self.year.naive.append({"done_flag": flags, "naive_response": answers})


def _suspect(person: Enrollment) -> Suspect:
    account = person.account
    level = person.training_level
    assert level is not None
    names = [account.id.bytes, person.id.bytes, account.id.hex, person.id.hex, str(account.id), str(person.id)]
    return Suspect(frozenset([*names, person.public_id, account.email]), level.code)


@dataclass(frozen=True)
class Found:
    """How many of the thirty, by what the thief has."""

    file: int
    copies: int
    published: int
    ear: int
    naive: int
    naive_ear: int


def found_in(year: Year, naive_codes: Mapping[Hashable, Hashable]) -> Found:
    def right(found: Mapping[Hashable, Hashable], truth: Mapping[Hashable, Hashable]) -> int:
        return sum(truth[key] == code for key, code in found.items())

    published = [groups for groups in year.published.values() if follow_from(groups, 2)]
    return Found(
        file=right(singled_out(year.copies[-1:], year.suspects), year.codes),
        copies=right(singled_out(year.copies, year.suspects), year.codes),
        published=len(published),
        ear=right(singled_out(year.copies, year.suspects, heard=year.answered), year.codes),
        naive=right(singled_out(year.naive, year.suspects), naive_codes),
        naive_ear=right(singled_out(year.naive, year.suspects, heard=year.answered), naive_codes),
    )


@pytest.fixture(scope="module")
def years(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Year, Found]]:
    folder = tmp_path_factory.mktemp("years")
    if make_url(databases.for_rollback(folder)).get_backend_name() != "sqlite":
        pytest.skip("looks into SQLite's files")
    made = []
    for seed in range(RUNS):
        simulation = _Simulation(databases, folder / str(seed), seed)
        year = simulation.live()
        made.append((year, found_in(year, simulation.naive_codes)))
    return made


def test_nobody_is_singled_out_but_by_the_pattern_of_taking_part(years: list[tuple[Year, Found]]) -> None:
    found = [each for _year, each in years]
    for name in ("file", "copies", "published", "ear", "naive", "naive_ear"):
        counts = [getattr(each, name) for each in found]
        print(f"{name:>10}: {fmean(counts):4.1f} of 30 on average, {max(counts)} at most")  # noqa: T201  the figures
    assert {(each.file, each.copies, each.published) for each in found} == {(0, 0, 0)}
    assert fmean(each.ear for each in found) < 9


def test_no_night_names_some_people_and_not_others(years: list[tuple[Year, Found]]) -> None:
    for year, _found in years:
        assert [night.named for night in nights(year.copies, year.suspects) if night.named] == []
        assert len([night for night in nights(year.naive, year.suspects) if night.named]) > len(DAYS)


def test_the_same_thief_finds_most_people_where_a_flag_says_who_is_done(years: list[tuple[Year, Found]]) -> None:
    """What nothing found means depends on what this attack can find."""
    assert fmean(each.naive for _year, each in years) > 15
    assert fmean(each.naive_ear for _year, each in years) >= fmean(each.naive for _year, each in years)


def test_whoever_is_found_by_ear_has_a_pattern_that_nobody_of_their_band_shares(
    years: list[tuple[Year, Found]],
) -> None:
    for year, _found in years:
        for key, code in singled_out(year.copies, year.suspects, heard=year.answered).items():
            assert year.codes[key] == code
            assert list(_alike(year, key)) == [key]


def _alike(year: Year, key: Hashable) -> Iterator[Hashable]:
    pattern = [key in people for people in year.answered.values()]
    for other, suspect in year.suspects.items():
        if (
            suspect.band == year.suspects[key].band
            and [other in people for people in year.answered.values()] == pattern
        ):
            yield other


def test_the_thief_sees_names_where_there_are_any(years: list[tuple[Year, Found]]) -> None:
    """With the program's key every code has its owner at once."""
    year, _found = years[0]
    codes = {dict(row)["panel"] for row in year.copies[-1]["response"]}
    owners = {code: key for key, code in year.codes.items()}
    assert len(codes) > 20
    assert codes <= owners.keys()


def test_the_reader_of_results_finds_somebody_where_one_group_too_many_is_shown(
    years: list[tuple[Year, Found]],
) -> None:
    year, _found = years[0]
    # Where too few answered one question, nothing of it was published.
    told = [groups for groups in year.published.values() if groups]
    assert len(told) >= len(KINDS)
    for groups in told:
        whole = max(groups, key=len)
        one = min(whole, key=str)
        assert follow_from([*groups, whole - {one}], 2) == {frozenset({one})}
