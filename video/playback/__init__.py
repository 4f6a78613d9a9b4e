"""Recorded pictures of several cameras in step, decoded in a process of their own (docs/design/playback.md)."""
