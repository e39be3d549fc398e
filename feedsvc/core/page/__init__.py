"""Web pages to blocks and items, without configuration. Pure; the one home of BeautifulSoup is `tree`."""
