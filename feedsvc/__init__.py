"""feedsvc: turns news bulletins into feeds, one for everything and one per country."""
