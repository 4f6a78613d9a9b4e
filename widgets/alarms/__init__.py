"""Alarms on the desk: the list, its keys, the prompts, and the load of the last 10 minutes."""
