"""The sounds of alarms, made by `make.py` (docs/design/alarms.md)."""
