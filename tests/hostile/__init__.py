"""Payloads that should not pass: what clerks typed wrongly, what a hostile lawyer would try."""
