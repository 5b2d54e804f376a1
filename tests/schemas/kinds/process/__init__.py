"""Tests of `schemas/kinds/process`."""
