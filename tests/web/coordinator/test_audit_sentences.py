"""Whatever is logged can be said in a sentence."""

import re

from mentorship_app.core.paths import PROJECT
from mentorship_app.web.coordinator.audit_sentences import SENTENCES

ACTION = re.compile(
    r'"((?:accounts|intake|matching|mentoring|messaging|programs|recruitment|reports|surveys|training)'
    r'\.[a-z_]+\.[a-z_]+)"'
)


def test_every_logged_action_has_a_sentence() -> None:
    sources = (PROJECT / "mentorship_app").rglob("*.py")
    written = {
        action
        for path in sources
        if "cli/demo" not in str(path)
        for action in ACTION.findall(path.read_text(encoding="utf-8"))
    }

    assert sorted(written - SENTENCES.keys()) == []
