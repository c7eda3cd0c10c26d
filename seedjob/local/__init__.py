"""The local service: answers like the gateway, renders a playable animatic."""
