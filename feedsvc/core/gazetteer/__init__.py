"""Finds places of the world in a text: countries, their people, capitals, cities, subdivisions, institutions.

What they mean there is not decided here. `words` folds and cuts text, `matching` finds, `countries` knows names
and codes. tools/build_gazetteer.py makes the data.
"""

from feedsvc.core.gazetteer.countries import Gazetteer, gazetteer_from
from feedsvc.core.gazetteer.matching import Case, Kind, Place, primary
from feedsvc.core.gazetteer.words import APOSTROPHES

__all__ = ["APOSTROPHES", "Case", "Gazetteer", "Kind", "Place", "gazetteer_from", "primary"]
