"""From an HR export to a running reverse-mentoring programme."""

__version__ = "0.1.0"
