"""The faces: one file a group of commands."""
