"""Decisions to documents: what a report says, as a value, and the forms in which an office reads and signs it.

Nothing is decided here and nothing is written to disk but by `folder`.
"""
