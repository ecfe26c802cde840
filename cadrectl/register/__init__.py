"""The records of one revision as tables, each row with its place; nothing is judged here."""

from cadrectl.register.build import KINDS, build, build_stated, stated_over
from cadrectl.register.columns import Column, Table, plan, table
from cadrectl.register.grid import Coded, Grid
from cadrectl.register.plain import Plain, plain
from cadrectl.register.register import Register

__all__ = [
    "KINDS",
    "Coded",
    "Column",
    "Grid",
    "Plain",
    "Register",
    "Table",
    "build",
    "build_stated",
    "plain",
    "plan",
    "stated_over",
    "table",
]
