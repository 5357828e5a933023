"""What each role may do in the database: declared, compared with what is, mended."""

from tracker.rights.comparison import Difference, NotMended, differences, settle
from tracker.rights.declaration import TABLES, undeclared

__all__ = ["TABLES", "Difference", "NotMended", "differences", "settle", "undeclared"]
