"""延期: what an extension of a period asks for, and how it is decided."""
