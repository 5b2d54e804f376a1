"""Tests of the clerk's pages without a browser: rights, words, what works without a script."""
