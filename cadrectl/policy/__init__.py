"""The policy language: schemes as data, read, checked, evaluated and explained; no figure of any scheme."""
