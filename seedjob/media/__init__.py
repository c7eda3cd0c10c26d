"""Local files: what they are, how they hash, how the service gets to them."""
