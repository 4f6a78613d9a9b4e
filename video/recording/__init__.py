"""A ring of original packets on the station's disk (docs/design/recording.md)."""
