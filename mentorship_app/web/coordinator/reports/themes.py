"""``/p/<program>/reports/e/<edition>/themes``: comments on one side, what somebody makes of them on the other."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField, TextAreaField

from mentorship_app.core import clock
from mentorship_app.core.errors import AppError, Conflict, FieldError, InvalidTransition, NotFound
from mentorship_app.core.identity import Actor
from mentorship_app.reports.editions import Edition, EditionStatus, EditionTheme
from mentorship_app.reports.editions.theme_writing import (
    LONGEST_NAME,
    LONGEST_QUOTE,
    LONGEST_SUMMARY,
    ThemeEntry,
    add_theme,
    move_theme,
    remove_theme,
    rewrite_theme,
    sort_comments,
)
from mentorship_app.reports.editions.themes import (
    Comment,
    CommentedWave,
    commented_waves,
    comments_of,
    counted,
    floor_of,
)
from mentorship_app.surveys.comments import Commented, Withheld
from mentorship_app.web.access import current_actor, requires
from mentorship_app.web.coordinator.form_errors import put_error
from mentorship_app.web.coordinator.place import NOT_HERE
from mentorship_app.web.coordinator.reports.editions import address, bp
from mentorship_app.web.coordinator.reports.forms import VersionForm
from mentorship_app.web.coordinator.reports.here import EditionHere, edition_here, orm, writes_edition
from mentorship_app.web.coordinator.reports.words import edition_name
from mentorship_app.web.errors import message_of
from mentorship_app.web.htmx import page, see_other
from mentorship_app.web.i18n import _, _l, ngettext
from mentorship_app.web.list_page import ListPage
from mentorship_app.web.versioned_form import Difference, VersionedForm

A_PAGE = 50
FIELDS = ("name", "summary", "quote")
LIMITS = {"name": LONGEST_NAME, "summary": LONGEST_SUMMARY, "quote": LONGEST_QUOTE}


class ThemeForm(VersionedForm):
    """A theme in words of the program's own."""

    name = StringField(_l("Name of the theme"))
    summary = TextAreaField(_l("What people wrote about it"))
    quote = TextAreaField(_l("An example"))
    nobody_known = BooleanField(_l("Nobody can be recognised in this example"))

    @property
    def entry(self) -> ThemeEntry:
        """What was typed."""
        return ThemeEntry(
            name=self.name.data or "",
            summary=self.summary.data or "",
            quote=self.quote.data or "",
            nobody_known=bool(self.nobody_known.data),
        )


@dataclass(frozen=True)
class ThemeHere:
    """One theme of an edition of the cohort in view."""

    edition_here: EditionHere
    theme: EditionTheme


@dataclass(frozen=True)
class Asked:
    """A question that was answered in words, as the page offers it. ``title`` is its survey's."""

    number: int
    wave: CommentedWave
    question: Commented

    def holds(self, comment: Comment) -> bool:
        """Whether a comment was written to it."""
        return comment.place == (self.wave.wave.id, self.question.key)


def theme_here(program_slug: str, edition_id: str, theme_id: str) -> ThemeHere:
    """Raises NotFound, also for a theme of another edition."""
    here = edition_here(program_slug, edition_id)
    for theme in here.edition.themes:
        if theme.public_id == theme_id:
            return ThemeHere(here, theme)
    raise NotFound(NOT_HERE)


def writes_theme(actor: Actor, here: ThemeHere) -> bool:
    """Coordinators of the program."""
    return writes_edition(actor, here.edition_here)


@bp.get("/e/<edition_id>/themes")
@requires(writes_edition, load=edition_here)
def themes(here: EditionHere) -> Response:
    """One question at a time, exactly as far as its comments may be read, beside the themes."""
    return _page(here, VersionForm.of(here.edition))


def _page(here: EditionHere, form: VersionForm, problem: str = "", status: int = 200) -> Response:
    waves = commented_waves(orm(), here.cohort)
    comments = comments_of(orm(), waves)
    asked = [
        Asked(number, one, question)
        for number, (one, question) in enumerate(((one, question) for one in waves for question in one.questions), 1)
    ]
    number = request.values.get("question", 1, int)
    if not 1 <= number <= max(1, len(asked)):
        raise NotFound(NOT_HERE)
    chosen = asked[number - 1] if asked else None
    shown = [comment for comment in comments if chosen is not None and chosen.holds(comment)]
    return page(
        "coordinator/reports/themes.html",
        status,
        **_named(here.edition, here),
        form=form,
        problem=problem,
        asked=asked,
        chosen=chosen,
        too_few=chosen is not None and chosen.question.withheld is Withheld.TOO_FEW,
        floor=chosen.wave.wave.comments_from if chosen else 0,
        comments=ListPage.of(shown, number=request.values.get("page", 1, int), size=A_PAGE),
        in_theme=_in_theme(here.edition),
        counts=_counts(here, waves, comments),
        ticked=set(request.form.getlist("comments")),
        picked=request.form.get("theme", ""),
    )


def _named(edition: Edition, here: EditionHere) -> dict[str, Any]:
    return {
        "edition": edition,
        "name": edition_name(edition),
        "edition_url": address(edition, here.program.slug),
        "may_change": edition.status is EditionStatus.DRAFT,
    }


def _in_theme(edition: Edition) -> dict[str, list[str]]:
    """Per comment the names of its themes."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for theme in edition.themes:
        for comment in theme.comments:
            found[comment].append(theme.name)
    return found


def _counts(here: EditionHere, waves: tuple[CommentedWave, ...], comments: tuple[Comment, ...]) -> dict[str, str]:
    """Per theme what the report will say of its number."""
    places = {comment.id: comment.place for comment in comments}
    floor = floor_of(waves, here.cohort)
    found = {}
    for theme in here.edition.themes:
        number = counted(theme, places, floor)
        found[theme.public_id] = (
            _("The report says no number: perhaps fewer than %(floor)s people wrote of it.", floor=floor)
            if number is None
            else _("The report says: %(count)s of %(total)s comments.", count=number, total=len(places))
        )
    return found


@bp.post("/e/<edition_id>/themes")
@requires(writes_edition, load=edition_here)
def sort(here: EditionHere) -> Response | BaseResponse:
    """Put what is ticked into a theme, or take it out."""
    form = VersionForm.of(here.edition)
    theme = next((one for one in here.edition.themes if one.public_id == request.form.get("theme")), None)
    if theme is None:
        return _page(here, form, _("Choose a theme."), 422)
    try:
        changed = sort_comments(
            orm(),
            here.edition,
            theme,
            request.form.getlist("comments"),
            into=request.form.get("into") != "no",
            version=form.read_version,
            by=current_actor(),
            now=clock.now(),
        )
    except (FieldError, Conflict, InvalidTransition) as error:
        form.renew(here.edition.version)
        return _page(here, form, message_of(error), 422 if isinstance(error, FieldError) else 409)
    flash(
        ngettext(
            "“%(name)s”: %(num)s comment sorted.",
            "“%(name)s”: %(num)s comments sorted.",
            changed,
            name=theme.name,
        ),
        "success",
    )
    return see_other(_back_to(here, question=request.form.get("question"), page=request.form.get("page")))


def _back_to(here: EditionHere, **more: Any) -> str:
    return url_for(".themes", program_slug=here.program.slug, edition_id=here.edition.public_id, **more)


@bp.get("/e/<edition_id>/themes/new")
@requires(writes_edition, load=edition_here)
def new_theme(here: EditionHere) -> Response:
    return _theme_page(here, ThemeForm(formdata=None, version=str(here.edition.version)))


@bp.post("/e/<edition_id>/themes/new")
@requires(writes_edition, load=edition_here)
def create_theme(here: EditionHere) -> Response | BaseResponse:
    """A theme at the end of the list; comments are sorted into it afterwards."""
    form = ThemeForm()
    try:
        add_theme(orm(), here.edition, form.entry, version=form.read_version, by=current_actor(), now=clock.now())
    except (FieldError, Conflict, InvalidTransition) as error:
        return _refused(here, form, error)
    flash(_("Saved."), "success")
    return see_other(_back_to(here))


@bp.get("/e/<edition_id>/themes/<theme_id>")
@requires(writes_theme, load=theme_here)
def theme(here: ThemeHere) -> Response:
    """Name, summary and example, beside the comments that stand behind it."""
    edition, kept = here.edition_here.edition, here.theme
    form = ThemeForm(formdata=None, obj=kept, version=str(edition.version), nobody_known=bool(kept.quote))
    return _theme_page(here.edition_here, form, kept)


@bp.post("/e/<edition_id>/themes/<theme_id>")
@requires(writes_theme, load=theme_here)
def save_theme(here: ThemeHere) -> Response | BaseResponse:
    form, edition = ThemeForm(), here.edition_here.edition
    try:
        rewrite_theme(
            orm(), edition, here.theme, form.entry, version=form.read_version, by=current_actor(), now=clock.now()
        )
    except (FieldError, Conflict, InvalidTransition) as error:
        return _refused(here.edition_here, form, error, here.theme)
    flash(_("Saved."), "success")
    return see_other(_back_to(here.edition_here))


def _refused(here: EditionHere, form: ThemeForm, error: AppError, kept: EditionTheme | None = None) -> Response:
    put_error(form, error)
    if isinstance(error, FieldError):
        return _theme_page(here, form, kept, status=422)
    orm().refresh(here.edition)
    form.renew(here.edition.version)
    theirs = [
        Difference(str(form[name].label.text), getattr(kept, name), form[name].data or "")
        for name in FIELDS
        if kept is not None and getattr(kept, name) != (form[name].data or "")
    ]
    return _theme_page(here, form, kept, theirs=theirs, status=409)


def _theme_page(
    here: EditionHere,
    form: ThemeForm,
    kept: EditionTheme | None = None,
    *,
    theirs: list[Difference] | None = None,
    status: int = 200,
) -> Response:
    behind = set(kept.comments) if kept else set()
    comments = comments_of(orm(), commented_waves(orm(), here.cohort)) if behind else ()
    mine = [comment for comment in comments if comment.id in behind]
    return page(
        "coordinator/reports/theme.html",
        status,
        **_named(here.edition, here),
        form=form,
        comment_theme=kept,
        theirs=theirs or [],
        limits=LIMITS,
        comments=ListPage.of(mine, number=request.args.get("page", 1, int), size=A_PAGE),
        themes_url=_back_to(here),
    )


@bp.post("/e/<edition_id>/themes/<theme_id>/up")
@requires(writes_theme, load=theme_here)
def theme_up(here: ThemeHere) -> Response | BaseResponse:
    """Before the one above it."""
    form, edition = VersionForm.of(here.edition_here.edition), here.edition_here.edition
    try:
        move_theme(orm(), edition, here.theme, up=True, version=form.read_version, by=current_actor(), now=clock.now())
    except (Conflict, InvalidTransition) as error:
        form.renew(edition.version)
        return _page(here.edition_here, form, message_of(error), 409)
    return see_other(_back_to(here.edition_here))


@bp.post("/e/<edition_id>/themes/<theme_id>/delete")
@requires(writes_theme, load=theme_here)
def delete_theme(here: ThemeHere) -> Response | BaseResponse:
    """The theme goes with its words; comments stay."""
    form, edition = VersionForm.of(here.edition_here.edition), here.edition_here.edition
    try:
        remove_theme(orm(), edition, here.theme, version=form.read_version, by=current_actor(), now=clock.now())
    except (Conflict, InvalidTransition) as error:
        form.renew(edition.version)
        return _page(here.edition_here, form, message_of(error), 409)
    flash(_("The theme is deleted. The comments are still there."), "success")
    return see_other(_back_to(here.edition_here))
