"""The kinds of document: found, searched, described for programs, with their corpus."""
