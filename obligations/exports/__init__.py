"""Lists as files, in one table of formats over one description of columns; reports as documents."""

from obligations.exports.columns import Column, Resource
from obligations.exports.download import RESOURCES, Asked, UnknownFormat, respond, written
from obligations.exports.formats import FORMATS, LABELS
from obligations.exports.head import edition_of

__all__ = [
    "FORMATS",
    "LABELS",
    "RESOURCES",
    "Asked",
    "Column",
    "Resource",
    "UnknownFormat",
    "edition_of",
    "respond",
    "written",
]
