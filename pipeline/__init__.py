"""stenogram: from the recordings of a Polish seminar to its published record."""

__version__ = "0.1.0"
