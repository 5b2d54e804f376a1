"""The tests mirror the source, folder by folder."""
