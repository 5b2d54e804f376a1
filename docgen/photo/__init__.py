"""Photos: what a camera wrote, the printed rendition, the folder beside a case file."""
