"""Every module that registers something when it is imported: models, kinds of mail, kinds of jobs.

The factory, the migrations and the worker import this one list, so that none of them can miss a feature.
"""

from mentorship_app.accounts import models as _accounts  # noqa: F401  registers tables
from mentorship_app.accounts import notifications as _account_mail  # noqa: F401  registers mails
from mentorship_app.audit import models as _audit  # noqa: F401  registers tables
from mentorship_app.jobs import models as _jobs  # noqa: F401  registers tables
from mentorship_app.messaging import models as _messaging  # noqa: F401  registers tables
from mentorship_app.programs import jobs as _program_jobs  # noqa: F401  registers jobs
from mentorship_app.programs import models as _programs  # noqa: F401  registers tables
from mentorship_app.recruitment import models as _recruitment  # noqa: F401  registers tables
from mentorship_app.recruitment import notifications as _recruitment_mail  # noqa: F401  registers mails
