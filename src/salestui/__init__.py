"""salestui: a sales rep's desk in a terminal."""

__version__ = "0.1.0"
