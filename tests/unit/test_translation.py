"""Which items of other languages tell the same story."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from making import attribution, item

from feedsvc.core.translation import alike, translations
from feedsvc.model import Item

ENGLISH = item(
    title="IOM trains 200 officials in Tegucigalpa",
    paragraphs=("The course of Universidad Galen reached Choluteca on 13 July.",),
)
SPANISH: dict[str, Any] = {
    "language": "es",
    "title": "OIM capacita a 200 funcionarios en Tegucigalpa",
    "paragraphs": ("El curso de la Universidad Galen llegó a Choluteca el 13 de julio.",),
}


def _other(name: str = "es", **values: Any) -> Item:
    return item(name, **{**SPANISH, **values})


def test_the_same_story() -> None:
    """The same day and countries, and names and numbers in common: either leads to the other."""
    assert translations(ENGLISH, [_other()]) == (_other(),)
    assert translations(_other(), [ENGLISH]) == (ENGLISH,)


@pytest.mark.parametrize(
    "values",
    [
        {"day": date(2020, 7, 14)},
        {"attribution": attribution("SV")},
        {"attribution": attribution()},
        {"title": "Otra cosa", "paragraphs": ("Nada en Choluteca en 2021.",)},
        {"title": "Todo 200", "paragraphs": ()},
        {"presence": "withdrawn"},
        {"language": "en"},
    ],
)
def test_another_story(values: dict[str, Any]) -> None:
    """Another day, other or no countries, too few names in common, a withdrawn item, or the same language."""
    assert translations(ENGLISH, [_other(**values)]) == ()


def test_items_without_a_day_or_country() -> None:
    """Nothing is known of them that tells."""
    assert translations(item(day=None), [_other(day=None)]) == ()
    assert translations(item(attribution=attribution()), [_other(attribution=attribution())]) == ()


def test_the_same_article() -> None:
    """What leads to one article tells one story, whatever its words."""
    link = "https://example.org/news/7"
    other = _other(link=link, day=None, title="x", paragraphs=())
    assert translations(item(link=link), [_other("near"), other]) == (other,)


def test_two_that_are_alike() -> None:
    """Where two are equally like it neither is meant; of each language there is one."""
    near = _other("near", paragraphs=(*SPANISH["paragraphs"], "Y en Brasil."))
    french = item("fr", **{**SPANISH, "language": "fr"})
    assert translations(ENGLISH, [_other("a"), _other("b"), french]) == (french,)
    far = _other("far", title="OIM en Tegucigalpa 200")
    assert translations(ENGLISH, [near, far]) == (far,)


def test_all_that_are_alike() -> None:
    """Of every language but its own; what is withdrawn or tells another story is left out."""
    near, french = _other("near"), item("fr", **{**SPANISH, "language": "fr"})
    others = [_other(), near, french, ENGLISH, _other("gone", presence="withdrawn"), _other("far", paragraphs=())]
    assert alike(ENGLISH, others) == (_other(), near, french)


def test_names_begin_with_a_capital() -> None:
    """Whatever its accent: "élan" is a word, "Élan" a name, and so are numbers."""
    words = ("élan écoles états", "étude à l'été")
    french = item("fr", language="fr", title=words[0], paragraphs=(words[1],))
    assert translations(item(title=words[0], paragraphs=(words[1],)), [french]) == ()
    capitals = [text.title() for text in words]
    french = item("fr", language="fr", title=capitals[0], paragraphs=(capitals[1],))
    assert translations(item(title=capitals[0], paragraphs=(capitals[1],)), [french]) == (french,)
