"""The further forms of a report: kept tables, workbook, files enclosed in the archive, figures."""
