"""When things are due: date rules, lead times and the clocks of the law. Pure Python, no Django.

Nothing here asks what day it is: every function takes the day it speaks of.
"""

from __future__ import annotations
