"""Tests of the HTTP server: bytes on a socket, without the service behind it."""
