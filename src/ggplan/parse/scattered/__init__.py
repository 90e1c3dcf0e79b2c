"""Tables whose cells a text layer gives apart from one another, as blocks in an order of the extractor's own. Lines in, rows out.

`pdftotext` (without `-raw` or `-layout`) and pdfminer.six give such texts. Steps: the header (`header`), the codes (`row_codes`), the ways to
share each line among the columns (`blocks`), the row and column of each line or piece of it (`search`, which weighs cells line by line
by `cells`), the order of titles and rows (`titles`). What the first readings of a table teach about it (`habits`, `manner`) is used in
the next (`reading`); `table` makes rows of what was placed.
"""

from ggplan.parse.scattered.header import ScatteredHeader, find_scattered
from ggplan.parse.scattered.table import scattered_rows, scattered_table

__all__ = ["ScatteredHeader", "find_scattered", "scattered_rows", "scattered_table"]
