"""HTML in, tagged PDF out. The only user of WeasyPrint, which is loaded when the first document is drawn."""

from mentorship_app.documents.pdf import Attached, PdfUnavailable, render_both, render_pdf
from mentorship_app.documents.printing import Picture, Printed, PrintTask, print_here

__all__ = [
    "Attached",
    "PdfUnavailable",
    "Picture",
    "PrintTask",
    "Printed",
    "print_here",
    "render_both",
    "render_pdf",
]
