"""One module for each version of the tables, which leads to it from the one before."""
