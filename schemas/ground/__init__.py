"""The ground of every schema: parts, fields, text, kinds, house facts."""
