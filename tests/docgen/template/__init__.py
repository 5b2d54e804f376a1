"""Tests that mirror docgen/template."""
