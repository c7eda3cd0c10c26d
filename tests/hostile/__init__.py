"""What a hostile service costs: each behaviour served by a raw socket to a client on its own."""
