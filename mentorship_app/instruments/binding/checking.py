"""What a file would bind: every text in each language, what is wrong, what would still be missing."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_app.core.i18n import N_
from mentorship_app.core.tables import Remark
from mentorship_app.instruments.binding.found import FileFormat, Problem, Reading, Texts
from mentorship_app.instruments.binding.texts import gather
from mentorship_app.instruments.definition import Instrument


@dataclass(frozen=True)
class Report:
    """The outcome of looking at a file. ``texts`` are those that would be in use: the file's, and what it completes."""

    instrument: Instrument
    reading: Reading
    texts: Texts
    brought: tuple[str, ...]
    """Languages that stand in the file."""
    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...]
    digest: str
    """SHA-256 of ``texts``."""

    @property
    def can_be_bound(self) -> bool:
        return not self.problems

    @property
    def missing_languages(self) -> tuple[str, ...]:
        """Languages that the instrument offers and that would still have no text."""
        return tuple(language for language in self.instrument.languages if language not in self.texts)


def check_reading(instrument: Instrument, reading: Reading, *, earlier: Texts | None = None) -> Report:
    """Compare a file with the definition. A language that it does not bring is taken over from ``earlier``."""
    brought, found_wrong = gather(instrument, reading.found, unsettled=reading.unsettled)
    problems = (*reading.problems, *found_wrong)
    if not reading.found and not reading.problems:
        problems = (Problem(0, "", Remark(_NOTHING[reading.format])),)
    kept = {language: texts for language, texts in (earlier or {}).items() if language not in brought}
    texts = {language: {**kept, **brought}[language] for language in sorted({*kept, *brought})}
    return Report(
        instrument=instrument,
        reading=reading,
        texts=texts,
        brought=tuple(sorted(brought)),
        problems=tuple(sorted(problems, key=lambda problem: (problem.row == 0, problem.row))),
        remarks=(*reading.remarks, *_half_given(instrument, texts)),
        digest=digest_of(texts),
    )


_NOTHING = {
    FileFormat.TEXTS: N_("None of these rows belongs to this measure."),
    FileFormat.REDCAP: N_("No field is called like an item of this measure. Say which field is which item."),
}


def digest_of(texts: Mapping[str, Any]) -> str:
    """The same texts give the same 64 digits."""
    return hashlib.sha256(json.dumps(texts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _half_given(instrument: Instrument, texts: Texts) -> list[Remark]:
    """Titles and leads that some languages have and others lack: a page shows one in all languages, or none."""
    half = N_("“%(page)s” has a heading or a sentence below it in one language only, so it is shown without.")
    return [
        Remark(half, {"page": page.id})
        for page in instrument.pages
        if len(texts) > 1
        and any(0 < sum(page.id in each[part] for each in texts.values()) < len(texts) for part in ("titles", "leads"))
    ]
