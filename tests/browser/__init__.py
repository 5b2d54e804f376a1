"""The pages as a person meets them: Debian's Chromium against the real server."""
