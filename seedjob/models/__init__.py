"""What each model takes: values and rules, data only."""
