"""The wire: request and reply as pure functions, and the doors to the network."""
