"""Reviewed records of school leaders and reserves, turned into decisions that can be explained.

The rooms are described in README.md; nothing is imported here, so that importing one room does not load another.
"""
