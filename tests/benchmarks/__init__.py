"""How fast and how small seedjob is, measured in ratios to others on the same files in one run."""
