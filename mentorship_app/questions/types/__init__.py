"""One file per question type. Each module here registers itself, so a new type needs no line elsewhere."""

from importlib import import_module
from pkgutil import iter_modules

from mentorship_app.questions.question_type import question_types

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["question_types"]
