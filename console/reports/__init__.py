"""The shift's report: facts into words, words into a PDF (docs/design/report.md). No Qt here."""
