"""Rooms: where somebody stands. Handlers read the request, call one action or query, and render."""
