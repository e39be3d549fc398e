"""Pure: from feeds and items to documents. Same input, same bytes; templates and catalogues are arguments."""
