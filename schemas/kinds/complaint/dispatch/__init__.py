"""The stations that an order passes inside the authority."""
