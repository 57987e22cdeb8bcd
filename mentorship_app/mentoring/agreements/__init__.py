"""What a mentor and a mentee settle between them, for the two of them alone."""

from mentorship_app.mentoring.agreements.models import Agreement, AgreementStatus, AgreementVersion

__all__ = ["Agreement", "AgreementStatus", "AgreementVersion"]
