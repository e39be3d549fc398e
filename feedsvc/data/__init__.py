"""Tables that the program reads: countries, words of the pages. tools/build_countries.py makes countries.json."""
