"""`python -m feedsvc` is the command line."""

from feedsvc.cli import main

main()
