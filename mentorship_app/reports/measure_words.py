"""What must stand beside a measure and its constants: version, licence, where the key is from, who checked it."""

from mentorship_app.instruments.definition import SourcedNumber
from mentorship_app.reports.share_tables import unchecked
from mentorship_app.reports.words import Words
from mentorship_app.surveys.aggregates import ScaleInfo
from mentorship_app.surveys.datasets import MeasureInfo


def measure_lines(measure: MeasureInfo, words: Words) -> list[str]:
    """Version and citation, licence, and where its key is taken from if it was not written for this app."""
    _ = words.gettext
    lines = [
        _(
            "Version %(version)s. %(citation)s",
            version=words.number(measure.version),
            citation=words.text(measure.citation),
        ),
        words.text(measure.licence),
    ]
    if measure.scoring is not None:
        lines.append(key_words(measure, words))
    if not measure.validated:
        lines.append(_("Not validated: compare groups and years, not with published figures."))
    return lines


def key_words(measure: MeasureInfo, words: Words) -> str:
    """Where the key is taken from, and what nobody has checked there; empty for what was written for this app."""
    if measure.scoring is None:
        return ""
    said = words.gettext("Scored as in: %(source)s.", source=measure.scoring.source.rstrip("."))
    if measure.scoring.verified:
        return said
    doubt = words.text(measure.scoring.doubt) if measure.scoring.doubt else ""
    return " ".join(part for part in (said, unchecked(words), doubt) if part)


def constant_name(constant: SourcedNumber, words: Words) -> str:
    """``smallest change that matters``, ``reliability (retest)``."""
    _ = words.gettext
    names = {
        "change": _("smallest change that matters"),
        "alpha": _("reliability (Cronbach’s alpha)"),
        "omega": _("reliability (omega)"),
        "retest": _("reliability (retest)"),
    }
    return names[constant.kind]


def constant_sources(scale: ScaleInfo, words: Words) -> list[str]:
    """Each constant of a scale with its source, and whether anybody checked it there."""
    return [constant_words(constant, words) for constant in scale.constants]


def constant_words(constant: SourcedNumber, words: Words) -> str:
    """``Smallest change that matters: 10. Source: …``"""
    name = constant_name(constant, words)
    decimals = 0 if constant.value == int(constant.value) else 2
    said = words.gettext(
        "%(name)s: %(value)s. Source: %(source)s.",
        name=name[:1].upper() + name[1:],
        value=words.number(constant.value, decimals),
        source=constant.source.rstrip("."),
    )
    return said if constant.verified else f"{said} {unchecked(words)}"
