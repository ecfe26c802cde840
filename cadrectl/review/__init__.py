"""What changed between two states of the records, said in words, and what rules the change touches.

Pure: records of both ends come in as values, changes and findings go out. Which revisions are meant, and how to get
at their files, is for `records` and `cli`.
"""
