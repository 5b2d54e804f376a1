"""督办、送达与归档: what drives an order on, how papers are served, how files are kept."""
