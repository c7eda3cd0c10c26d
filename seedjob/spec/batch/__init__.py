"""A spec that makes many jobs of few lines, to those jobs and to what is wrong with them."""
