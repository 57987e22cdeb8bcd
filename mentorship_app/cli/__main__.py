"""``python -m mentorship_app.cli``: how the server starts its worker, whatever PATH says."""

from mentorship_app.cli import main

main(prog_name="mentorship")
