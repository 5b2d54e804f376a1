"""What an office remembers: numbers, documents, cases, people, and who did what."""
