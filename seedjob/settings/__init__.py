"""`seedjob.toml`: what is not about the picture."""
