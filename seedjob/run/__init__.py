"""Actions to outcomes: the runner and what guards it."""
