"""cadrectl turns a folder of reviewed YAML records into decisions that can be explained."""

__version__ = "0.1.0"

__version__ = "0.1.0"
