"""Bags: what a batch leaves behind and how it is proved."""
