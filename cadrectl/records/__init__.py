"""Files to records and back: find, parse with places, validate, write, and the files of a revision.

It reads one file at a time. What records say about one another is for `checks`; tables are for
`register`. Who needs something of this room imports it from the module that has it: most runs need few of them.
"""
