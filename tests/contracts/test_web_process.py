"""The process that answers requests stays light: what draws reports or reads workbooks is loaded where it is needed."""

import subprocess
import sys

LOADED_WHERE_USED = frozenset({"numpy", "scipy", "weasyprint", "openpyxl", "PIL", "lxml", "fontTools"})


def loaded_after(statement: str) -> frozenset[str]:
    script = f"import sys\n{statement}\nprint(' '.join({{name.split('.')[0] for name in sys.modules}}))"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return LOADED_WHERE_USED & set(ended.stdout.split())


def test_the_web_app_loads_nothing_that_only_reports_and_workbooks_need() -> None:
    assert loaded_after("import weasyprint.text.fonts") >= {"weasyprint", "fontTools"}
    assert loaded_after("import mentorship_app.web.factory, mentorship_app.cli.serve") == frozenset()
