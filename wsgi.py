"""The app for a WSGI server of one's own: ``app``. ``bin/run`` needs no such server.

The installation must have been prepared: ``bin/run --prepare``. Mail and reports also need ``mentorship worker``.
"""

from mentorship_app.cli.installation import load_settings
from mentorship_app.web import create_app

app = create_app(load_settings())
