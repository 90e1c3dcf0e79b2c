"""Tables whose cells a text layer gives apart from one another, as blocks in an order of the extractor's own. Lines in, rows out.

`pdftotext` (without `-raw` or `-layout`) and pdfminer.six give such texts. Steps: the header (`header`), the codes (`codes`), the ways to
share each block's lines among the columns (`blocks`), the row of each line (`search`, which weighs whole cells by `cells`). What the first
readings of a table teach about it (`habits`) is used in the next (`reading`).
"""

from ggplan.parse.scattered.codes import Opened, open_rows
from ggplan.parse.scattered.header import ScatteredHeader, find_scattered
from ggplan.parse.scattered.reading import read_scattered
from ggplan.parse.scattered.search import Placed

__all__ = ["Opened", "Placed", "ScatteredHeader", "find_scattered", "open_rows", "read_scattered"]
