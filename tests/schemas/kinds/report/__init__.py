"""Tests of `schemas/kinds/report`."""
