"""The keys of a spec that makes many jobs."""

from typing import Final

JOBS: Final = "jobs"
DEFAULTS: Final = "defaults"
VARS: Final = "vars"
MATRIX: Final = "matrix"
FOREACH: Final = "foreach"

VARYING: Final = (VARS, MATRIX, FOREACH)
"""Keys of a template that are none of its job."""

LABELS: Final = ("$schema", "version", "description")
"""Keys of a file with `jobs` that say something of it as a whole."""

FIELDS: Final = ("model", "resolution", "ratio", "duration", "content", "tags", "description")
"""Keys of a job that `defaults` may hold."""
