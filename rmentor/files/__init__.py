"""The disk and its formats."""
