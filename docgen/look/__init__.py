"""What a clerk sees of a document and of the house: preview, pictures of pages, house facts."""
