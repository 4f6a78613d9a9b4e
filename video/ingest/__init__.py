"""From cameras to pictures and facts, in worker processes that may die without harm (docs/design/video.md)."""
