"""Word templates as people make and change them: one master, a notation, what the lint asks."""
