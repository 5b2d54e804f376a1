"""Tests of `schemas/kinds/contract`."""
