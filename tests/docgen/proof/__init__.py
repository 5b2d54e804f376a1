"""Tests of what is proved before anything is made."""
