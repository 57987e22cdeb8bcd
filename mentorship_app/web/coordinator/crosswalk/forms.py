"""The forms of the crosswalk."""

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from mentorship_app.reports.crosswalk import Framework, Requirement
from mentorship_app.reports.crosswalk.evidence import EVIDENCE
from mentorship_app.reports.crosswalk.services import RequirementEntry
from mentorship_app.reports.crosswalk.usual_rows import STANDARDS
from mentorship_app.web.coordinator.settings.forms import strip
from mentorship_app.web.i18n import _, _l
from mentorship_app.web.versioned_form import Difference, VersionedForm

NEW = 0
"""The version of a requirement that is not there yet."""


def framework_name(framework: Framework) -> str:
    """What the framework is called; the others are named in their elements."""
    return STANDARDS[framework].name if framework in STANDARDS else _("Other requirements")


class RequirementForm(VersionedForm):
    """One requirement and what answers it."""

    framework = RadioField(
        _l("Framework"),
        choices=[SelectChoice(framework.value, framework.value) for framework in Framework],
        validators=[InputRequired(_l("Choose whose requirement it is."))],
    )
    element = StringField(_l("Number of the element"), filters=[strip])
    text = TextAreaField(_l("What it asks, from your edition of the standard"), filters=[strip])
    evidence = SelectMultipleField(_l("What answers it here"), validate_choice=False)
    link = StringField(_l("Address of a document of your own"), filters=[strip])
    gap = TextAreaField(_l("What is missing, and what you will do about it"), filters=[strip])

    @classmethod
    def of(cls, requirement: Requirement | None, framework: Framework = Framework.ACGME) -> "RequirementForm":
        """The form as it stands, or as it was just sent."""
        if requirement is None:
            form = cls(version=str(NEW), framework=framework.value)
        else:
            form = cls(
                version=str(requirement.version),
                framework=requirement.framework.value,
                element=requirement.element,
                text=requirement.text,
                evidence=list(requirement.evidence),
                link=requirement.link,
                gap=requirement.gap,
            )
        form.framework.choices = [SelectChoice(one.value, framework_name(one)) for one in Framework]
        form.evidence.choices = [SelectChoice(key, _(kind.title)) for key, kind in EVIDENCE.items()]
        return form

    @property
    def entry(self) -> RequirementEntry:
        """What was typed, once ``validate()`` held."""
        return RequirementEntry(
            framework=Framework(self.framework.data),
            element=self.element.data or "",
            text=self.text.data or "",
            evidence=tuple(self.evidence.data or ()),
            link=self.link.data or "",
            gap=self.gap.data or "",
        )

    def differences(self, requirement: Requirement) -> list[Difference]:
        """What the row says now beside what was typed over it."""
        entry = self.entry
        said = [
            (self.framework, framework_name(requirement.framework), framework_name(entry.framework)),
            (self.element, requirement.element, entry.element),
            (self.text, requirement.text, entry.text),
            (self.evidence, evidence_names(requirement.evidence), evidence_names(entry.evidence)),
            (self.link, requirement.link, entry.link),
            (self.gap, requirement.gap, entry.gap),
        ]
        return [
            Difference(str(field.label.text), theirs or _("nothing"), yours or _("nothing"))
            for field, theirs, yours in said
            if theirs != yours
        ]


def evidence_names(keys: list[str] | tuple[str, ...]) -> str:
    """The names of evidence, in the order of the form."""
    return ", ".join(_(kind.title) for key, kind in EVIDENCE.items() if key in keys)
