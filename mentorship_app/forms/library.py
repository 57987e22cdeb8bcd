"""The forms that come with the app, as YAML in ``library/``: ready to use unchanged, in both languages."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mentorship_app.questions.loading import load_questionnaire
from mentorship_app.questions.questionnaire import Questionnaire

FOLDER = Path(__file__).parent / "library"


@cache
def shipped(key: str) -> Questionnaire:
    """The form as it comes with the app; raises KeyError for an unknown one."""
    return load_questionnaire(_file(key))


def shipped_content(key: str) -> dict[str, Any]:
    """The same as plain mappings and lists that JSON can hold, to be stored and edited."""
    content: dict[str, Any] = json.loads(_as_json(key))
    return content


@cache
def _as_json(key: str) -> str:
    with _file(key).open(encoding="utf-8") as file:
        return json.dumps(yaml.load(file, Loader=_PlainLoader))  # noqa: S506  it is a safe loader


def _file(key: str) -> Path:
    path = FOLDER / f"{key}.yaml"
    if not key.isidentifier() or not path.is_file():
        raise KeyError(key)
    return path


class _PlainLoader(yaml.SafeLoader):
    """Reads ``2026-11-22`` as text: JSON has no dates."""


_PlainLoader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
