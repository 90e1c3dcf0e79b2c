"""Tables whose cells stand apart as whole blocks, row after row (`pdftotext` where cells have some space between them)."""

from ggplan.parse.blockwise.reading import blockwise_rows, runs_along_rows

__all__ = ["blockwise_rows", "runs_along_rows"]
