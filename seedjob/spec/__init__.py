"""Text to document to jobs, and every fault on the way at its place."""
