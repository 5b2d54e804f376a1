"""What a brief tells: new papers and what they change, or what others do well."""
