"""Tests of what Word templates are made of."""
