"""The records of one revision as pandas tables, each row with its place; nothing is judged here."""

from cadrectl.register.build import build, plan, table
from cadrectl.register.columns import Column, Table
from cadrectl.register.register import Register

__all__ = ["Column", "Register", "Table", "build", "plan", "table"]
