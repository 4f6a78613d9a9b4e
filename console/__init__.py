"""The Qt application. Importing it guards None, True and False against PySide6 (resources/singletons.py)."""

from resources.singletons import keep_singletons

keep_singletons()
