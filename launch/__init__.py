"""Starting, watching and stopping everything: `./start`, `./test`, and the servers beneath them.

Standard library only: these modules run before the virtual environment exists.
"""
