"""One file per kind of document: the file's name is the kind's name."""
