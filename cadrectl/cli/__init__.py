"""The shell around the rooms: options, the only clock, the only printing, the only exit codes.

One small module per command group; `shell` finds the command and imports its module only then, and the
modules import the rooms inside their functions, so that help and completion load nothing heavy.
"""
