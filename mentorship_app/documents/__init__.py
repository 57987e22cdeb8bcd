"""HTML in, tagged PDF out. The only user of WeasyPrint, which is loaded when the first document is drawn."""

from mentorship_app.documents.pdf import Attached, PdfUnavailable, render_both, render_pdf

__all__ = ["Attached", "PdfUnavailable", "render_both", "render_pdf"]
