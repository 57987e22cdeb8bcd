"""What a page to look at is, and the people who look."""

from dataclasses import dataclass

VISITOR = "visitor"
COORDINATOR = "coordinator"
VIEWER = "viewer"
MENTOR = "mentor"
MENTEE = "mentee"
BY_MAIL = "mentee by the survey’s mail"


@dataclass(frozen=True)
class Screen:
    """One page as one person sees it. ``note`` tells states of a page apart."""

    endpoint: str
    address: str
    who: str = VISITOR
    note: str = ""
    status: int = 200

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.endpoint, self.note or "", f"({self.who})") if part)
