"""The public web application: replays the published tree, and knows neither store nor sources nor secrets."""
