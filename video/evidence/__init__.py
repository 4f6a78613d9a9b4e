"""Original packets as a signed folder that can be checked without us (docs/design/evidence.md)."""
