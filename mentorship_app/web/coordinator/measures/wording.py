"""Binding wording: choose a file, see every text beside its id, say what the file does not, bind it or not."""

from dataclasses import dataclass

from flask import Response, flash, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as BaseResponse

from mentorship_app.core import clock
from mentorship_app.core.errors import Conflict, FieldError
from mentorship_app.instruments.binding import Report, bind, check, in_use
from mentorship_app.instruments.binding.found import Choices, FileFormat
from mentorship_app.instruments.binding.places import response_place
from mentorship_app.instruments.binding.reading import read_wording_file
from mentorship_app.instruments.binding.uploads import drop_upload, keep_upload, say
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.measures import words
from mentorship_app.web.coordinator.measures.forms import BindForm, SayForm, WordingForm
from mentorship_app.web.coordinator.measures.here import MeasureHere, UploadHere, unbundled_here, upload_here
from mentorship_app.web.coordinator.measures.routes import bp
from mentorship_app.web.coordinator.place import coordinates
from mentorship_app.web.extensions import db
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, ngettext

PROBLEMS_SHOWN = 200
UNUSED_SHOWN = 200


@bp.get("/<measure_key>/bind")
@requires(coordinates, load=unbundled_here)
def choose_file(here: MeasureHere) -> Response:
    form = WordingForm(language="")
    form.offer(here.instrument)
    return _file_page(here, form)


def _file_page(here: MeasureHere, form: WordingForm, status: int = 200, report: Report | None = None) -> Response:
    return page(
        "coordinator/measures/bind.html",
        status,
        instrument=here.instrument,
        form=form,
        report=report,
        problems=report.problems[:PROBLEMS_SHOWN] if report else (),
        more=max(0, len(report.problems) - PROBLEMS_SHOWN) if report else 0,
        words=words,
    )


@bp.post("/<measure_key>/bind")
@requires(coordinates, load=unbundled_here)
def upload(here: MeasureHere) -> BaseResponse:
    """Look at a file. One that has to be corrected is not kept; one about which something can be said is."""
    form = WordingForm()
    form.offer(here.instrument)
    chosen = form.file.data
    if not form.validate() or not isinstance(chosen, FileStorage) or not chosen.filename:
        form.file.errors = (*form.file.errors, _("Choose the file with the wording."))
        return _file_page(here, form, 422)
    content, name, said = chosen.stream.read(), chosen.filename, Choices(language=form.chosen)
    # A large one lies in a temporary file.
    chosen.close()
    try:
        reading = read_wording_file(content, here.instrument, said, file_name=name)
    except FieldError as error:
        put_error(form, error)
        return _file_page(here, form, 422)
    report = check(db.session(), here.program, here.instrument, reading)
    if not report.can_be_bound and reading.format is FileFormat.TEXTS:
        form.file.errors = (*form.file.errors, to_correct(report))
        return _file_page(here, form, 422, report)
    kept = keep_upload(
        db.session(), here.program, here.instrument, content, said, file_name=safe_name(name), now=clock.now()
    )
    return see_other(_address(here, ".review", kept.public_id))


def to_correct(report: Report) -> str:
    """How much is wrong, and that nothing happened."""
    return ngettext(
        "%(num)s thing has to be corrected. Nothing was bound.",
        "%(num)s things have to be corrected. Nothing was bound.",
        len(report.problems),
    )


def safe_name(name: str) -> str:
    """A file name that can be shown and kept."""
    return secure_filename(name)[-80:] or "wording"


def _address(here: MeasureHere, endpoint: str, upload_id: str) -> str:
    return url_for(endpoint, program_slug=here.program.slug, measure_key=here.instrument.key, upload_id=upload_id)


@bp.get("/<measure_key>/bind/<upload_id>")
@requires(coordinates, load=upload_here)
def review(here: UploadHere) -> Response:
    return _review_page(here, SayForm.of(here.instrument, here.upload.choices), BindForm())


@dataclass(frozen=True)
class TextRow:
    """One text of the measure: its id, and what it says in each language."""

    place: str
    by_language: tuple[str, ...]


def _review_page(here: UploadHere, form: SayForm, decision: BindForm, status: int = 200) -> Response:
    """What the file says, with what was said about it so far."""
    report = check(db.session(), here.program, here.instrument, here.upload.read(here.instrument))
    present = in_use(db.session(), here.program, here.instrument)
    decision.digest.data = report.digest
    return page(
        "coordinator/measures/review.html",
        status,
        instrument=here.instrument,
        upload=here.upload,
        report=report,
        rows=text_rows(report) if report.can_be_bound else (),
        problems=report.problems[:PROBLEMS_SHOWN],
        more=max(0, len(report.problems) - PROBLEMS_SHOWN),
        unused=report.reading.unused[:UNUSED_SHOWN],
        is_dictionary=report.reading.format is FileFormat.REDCAP,
        is_same=present is not None and present.digest == report.digest,
        form=form,
        decision=decision,
        words=words,
    )


def text_rows(report: Report) -> list[TextRow]:
    """Every text that would be bound, in the order in which it is asked."""
    instrument, texts = report.instrument, report.texts

    def row(place: str, part: str, name: str) -> TextRow:
        return TextRow(place, tuple(str(texts[language][part].get(name, "")) for language in texts))

    rows = []
    for asked in instrument.pages:
        heads = [(row(f"page:{asked.id}:{part[:-1]}", part, asked.id)) for part in ("titles", "leads")]
        rows += [head for head in heads if any(head.by_language)]
        rows += [row(item, "items", item) for item in asked.items]
    for name, responses in instrument.response_sets.items():
        for position, code in enumerate(() if responses.is_typed else responses.codes):
            labels = tuple(_label(texts[language]["responses"], name, position) for language in texts)
            rows.append(TextRow(response_place(name, code), labels))
    return rows


def _label(responses: object, name: str, position: int) -> str:
    return str(responses[name][position]) if isinstance(responses, dict) else ""


@bp.post("/<measure_key>/bind/<upload_id>/said")
@requires(coordinates, load=upload_here)
def say_more(here: UploadHere) -> BaseResponse:
    """Note the language, and which field and code is which; then look again."""
    form = SayForm.of(here.instrument, here.upload.choices)
    if not form.validate():
        return _review_page(here, form, BindForm(), 422)
    try:
        said = form.said(here.instrument)
        read_wording_file(here.upload.content, here.instrument, said, file_name=here.upload.file_name)
    except FieldError as error:
        put_error(form, error)
        return _review_page(here, form, BindForm(), 422)
    say(db.session(), here.upload, said)
    return see_other(_address(here, ".review", here.upload.public_id))


@bp.post("/<measure_key>/bind/<upload_id>")
@requires(coordinates, load=upload_here)
def bind_file(here: UploadHere) -> BaseResponse:
    decision = BindForm()
    try:
        bound = bind(
            db.session(),
            here.program,
            here.instrument,
            here.upload.read(here.instrument),
            source=here.upload.file_name,
            by=current_actor(),
            now=clock.now(),
            digest=decision.digest.data or "",
        )
    except Conflict as conflict:
        db.session.rollback()
        fresh = upload_here(here.program.slug, here.instrument.key, here.upload.public_id)
        put_error(decision, conflict)
        return _review_page(fresh, SayForm.of(fresh.instrument, fresh.upload.choices), decision, 409)
    drop_upload(db.session(), here.upload)
    flash(_("The wording is bound, as version %(number)s.", number=bound.number), "success")
    return see_other(url_for(".show", program_slug=here.program.slug, measure_key=here.instrument.key))


@bp.post("/<measure_key>/bind/<upload_id>/discard")
@requires(coordinates, load=upload_here)
def discard(here: UploadHere) -> BaseResponse:
    drop_upload(db.session(), here.upload)
    flash(_("The file was not bound and is deleted here. Nothing changed."), "info")
    return see_other(url_for(".show", program_slug=here.program.slug, measure_key=here.instrument.key))
