"""Spreadsheet files of any origin, read as streams of rows, whatever their columns mean."""
