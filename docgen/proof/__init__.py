"""Show that every kind can be made before anything is made of it, and remember what was shown."""
