"""The week as a page: ``view`` says what it shows, ``seeing`` fills that in, the rest draws it."""
