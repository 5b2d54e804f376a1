"""Tests of `schemas/kinds/hotline`."""
