"""Tables that the program reads: countries, places, words of the pages. Tools make the first two: docs/countries.md."""
