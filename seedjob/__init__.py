"""AI video as version-controlled jobs for the Seedance X1 API."""

__version__ = "0.1.0"
