"""When a reading looks like damage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from making import NOW, attribution, known_of
from services import SEED, text_of

from feedsvc.core.guard import Accepted, Candidate, in_words, judge
from feedsvc.core.joining import Part, joined
from feedsvc.core.override import overridden
from feedsvc.core.parse import parse
from feedsvc.core.reconcile import Reading, reconcile
from feedsvc.model import Change, Hold, Item, Override, ParsedBulletin, SourceDocument

SEEDED = SEED.read_bytes()
TODAY = date(2020, 7, 20)


def _parsed(content: bytes) -> ParsedBulletin:
    return parse(SourceDocument("b.txt", content), "en", TODAY)


def _part(content: bytes) -> tuple[Part, ...]:
    return (Part(SourceDocument("b.txt", content), _parsed(content)),)


def _reading(bulletin: ParsedBulletin) -> Reading:
    none = tuple(attribution() for _ in bulletin.items)
    return Reading("b", "UTC", "example.org,2020", date(2020, 7, 22), bulletin.items, none)


def _changes(stored: Sequence[Item], bulletin: ParsedBulletin) -> tuple[Change, ...]:
    reading = _reading(bulletin)
    return reconcile(known_of(stored, reading), reading, NOW).changes


def _judge(before: bytes, after: bytes, new_counts: tuple[int, ...] = ()) -> tuple[Hold, ...]:
    """Judge a reading of `after` where `before` was accepted last."""
    first, second = _parsed(before), _parsed(after)
    stored: list[Item] = [change.item for change in _changes((), first)]
    changes = _changes(stored, second) if second.items else ()
    return judge(Candidate(_part(after), second, changes, stored), Accepted(_part(before), new_counts))


def _rules(before: bytes, after: bytes, new_counts: tuple[int, ...] = ()) -> set[str]:
    return {hold.rule for hold in _judge(before, after, new_counts)}


def _items(*names: str, day: int = 13, text: str = "") -> list[tuple[str, ...]]:
    return [
        (f"{day} July 2020", f"Headline {name} of {name}", text or f"The text of {name} is about {name}.")
        for name in names
    ]


def test_the_same_again_is_good() -> None:
    """An identical reading is never held."""
    assert _judge(SEEDED, SEEDED) == ()


def test_a_void_is_held_even_at_first() -> None:
    """Without any item there is nothing to publish, also when nothing was accepted before."""
    bulletin = _parsed(b"nothing")
    assert {hold.rule for hold in judge(Candidate(_part(b"nothing"), bulletin, (), ()), None)} == {"nothing_parsed"}
    assert _rules(SEEDED, b"") == {"nothing_parsed"}


def test_the_first_reading_is_good_whatever_its_size() -> None:
    """A first run may bring any number of items."""
    content = text_of(*_items(*map(str, range(200))))
    bulletin = _parsed(content)
    changes = _changes((), bulletin)
    assert judge(Candidate(_part(content), bulletin, changes, ()), None) == ()


def _cuts(step: int) -> list[int]:
    """Lengths of the cut seed: every so many bytes, and all around the ends of lines, where a cut is hardest to see."""
    ends = [place for place, byte in enumerate(SEEDED) if byte == ord("\n")]
    near = {end + beside for end in ends for beside in (-1, 0, 1, 2)}
    return sorted(length for length in {*range(0, len(SEEDED), step), *near} if 0 <= length < len(SEEDED))


def test_every_cut_of_the_seed(times: Callable[[int, int], int]) -> None:
    """No cut alters, withdraws or cuts short a stored item without being held; a cut between items is ageing."""
    before = _parsed(SEEDED)
    stored = [change.item for change in _changes((), before)]
    accepted = Accepted(_part(SEEDED), ())
    ends = {_shown(_up_to(before, n)) for n in range(1, len(before.items) + 1)}
    for length in _cuts(times(20, 1)):
        after = _parsed(SEEDED[:length])
        changes = _changes(stored, after) if after.items else ()
        held = {hold.rule for hold in judge(Candidate(_part(SEEDED[:length]), after, changes, stored), accepted)}
        harm = {change.kind for change in changes} - {"archived"}
        assert held or not harm, length
        is_whole = _shown(SEEDED[:length]) in ends
        assert bool(held & {"cut", "nothing_parsed"}) != is_whole, length


def _up_to(before: ParsedBulletin, count: int) -> bytes:
    """The seed's bytes up to the end of its first items."""
    return b"\n".join(SEEDED.split(b"\n")[: before.items[count - 1].lines[1]])


def _shown(content: bytes) -> str:
    """What a person sees of a text: without the white space at its end."""
    return content.decode("utf-8", "ignore").rstrip()


def test_every_cut_below_a_new_item(times: Callable[[int, int], int]) -> None:
    """A cut in the last items is seen, too, when an item came on top of what was accepted."""
    new = text_of(("16 July 2020", "Guyana prepares for a boom", "The study was presented in Georgetown.")) + b"\n\n\n"
    before = _parsed(SEEDED)
    stored = [change.item for change in _changes((), before)]
    accepted = Accepted(_part(SEEDED), ())
    for lost in (len(SEEDED) - length for length in _cuts(times(20, 1)) if length > len(SEEDED) - 1600):
        content = new + SEEDED[:-lost]
        after = _parsed(content)
        changes = _changes(stored, after)
        harm = {change.kind for change in changes} - {"new", "archived"}
        assert judge(Candidate(_part(content), after, changes, stored), accepted) or not harm, lost


def test_a_shortened_story_is_held_as_a_cut() -> None:
    """Where the last text ends earlier than before nobody can tell an editor from a lost end: a person decides."""
    assert _rules(
        text_of(*_items("a", "b")), text_of(*_items("a"), ("13 July 2020", "Headline b of b", "The text of b"))
    ) == {"cut"}


def test_a_text_that_breaks_off_under_an_overridden_headline() -> None:
    """What an operator says of an item hides no damage."""
    last = ("13 July 2020", "Headline b of b", "One paragraph of it.", "And another one.")
    before, after = text_of(*_items("a"), last), text_of(*_items("n", "a"), last[:-1])
    stored = [change.item for change in _changes((), _parsed(before))]
    given = Override(stored[-1].id, "title", "Another headline", "editor", "a letter came", NOW)
    stored = [*stored[:-1], overridden(stored[-1], [given])]
    reading = _reading(_parsed(after))
    changes = reconcile(known_of(stored, reading, given), reading, NOW).changes
    holds = judge(Candidate(_part(after), _parsed(after), changes, stored), Accepted(_part(before), ()))
    assert {hold.rule for hold in holds} == {"cut"}


def test_a_correction_in_the_last_item_is_good() -> None:
    """A changed word near the end is no cut."""
    before = text_of(*_items("a", "b"))
    assert _judge(before, before.replace(b"text of b", b"body of b")) == ()


def test_many_gone() -> None:
    """More than half gone with little instead is held; one of two, or a bulletin that renews itself, is not."""
    six = _items(*"abcdef")
    assert _rules(text_of(*six), text_of(six[0], six[5])) == {"many_gone"}
    assert _rules(text_of(*six), text_of(*six[:3])) == set()
    assert _rules(text_of(*six[:2]), text_of(six[0])) == set()
    assert _rules(text_of(*six), text_of(*_items(*"uvwxyz", day=14))) == set()


def test_layout_changed() -> None:
    """A bulletin of which much less is understood, or whose dates are lost, is held."""
    three = text_of(*_items(*"abc"))
    garbage = b"\n".join(b"Something else stands here, line %d of many." % n for n in range(30))
    assert "layout_changed" in _rules(three, garbage + b"\n" + three)
    undated = three.replace(b"13 July 2020", b"31 June 2020")
    assert _rules(three, undated) == {"layout_changed"}


@pytest.mark.parametrize(
    ("count", "history", "rules"),
    [(20, (), set()), (21, (), {"storm"}), (60, (1, 20, 3), set()), (61, (1, 20, 3), {"storm"})],
)
def test_storm(count: int, history: tuple[int, ...], rules: set[str]) -> None:
    """More new items than 20, and than three times the most so far, are a flood."""
    old = _items("a")
    new = _items(*(f"n{n}" for n in range(count)), day=14)
    assert _rules(text_of(*old), text_of(*new, *old), history) == rules


def test_reasons_are_told_in_one_sentence() -> None:
    """A person reads all reasons at once."""
    assert in_words([Hold("a", "one"), Hold("b", "two")]) == "one; two"


def test_archived_items_are_not_gone_again() -> None:
    """What fell off long ago does not count as shown."""
    six = _items(*"abcdef")
    first = _parsed(text_of(*six))
    stored = [replace(c.item, presence="archived") for c in _changes((), first)]
    after = text_of(six[0])
    changes = _changes(stored, _parsed(after))
    assert judge(Candidate(_part(after), _parsed(after), changes, stored), Accepted(_part(after), ())) == ()


def test_what_falls_off_the_end_of_a_listing_is_not_gone() -> None:
    """It stands on a page that was not asked for; of a whole bulletin the same is held."""
    six = _items(*"abcdef")
    stored = [change.item for change in _changes((), _parsed(text_of(*six)))]
    after = text_of(six[0])
    changes, accepted = _changes(stored, _parsed(after)), Accepted(_part(text_of(*six)), ())
    for is_listing, rules in ((True, set()), (False, {"many_gone"})):
        holds = judge(Candidate(_part(after), _parsed(after), changes, stored, is_listing), accepted)
        assert {hold.rule for hold in holds} - {"cut", "shrunk"} == rules


def test_items_that_another_source_goes_on_showing_are_gone_too() -> None:
    """What is lost of one source counts, though readers see no difference while another shows it."""
    six = _items(*"abcdef")
    first = _parsed(text_of(*six))
    after = text_of(six[0], six[5])
    for shared in ({"source": "other", "also": ("b",)}, {"also": ("other",)}):
        stored = [replace(change.item, **shared) for change in _changes((), first)]
        changes = _changes(stored, _parsed(after))
        holds = judge(Candidate(_part(after), _parsed(after), changes, stored), Accepted(_part(text_of(*six)), ()))
        assert {hold.rule for hold in holds} == {"many_gone"}


@pytest.mark.parametrize(
    ("content", "instead"),
    [
        (b"", "; it is empty"),
        (b"<title>Sign in</title>", "; it looks like a login page: “Sign in”"),
        (b"Nothing is new.", "; it begins “Nothing is new.”"),
        (b"\x00\x01", ""),
    ],
)
def test_a_void_says_what_is_there_instead(content: bytes, instead: str) -> None:
    """Who is told of it need not look for himself."""
    (hold,) = _judge(SEEDED, content)
    assert hold.message == f"no items were found in it{instead}"


def test_another_page() -> None:
    """A page that stands in for others and bears a date is no news, however few items were shown."""
    shown = text_of(*_items("one", "two"))
    error = b"Error 503\n\n20 July 2020\n\nClosed for maintenance\n\n%s" % (b"Come back. " * 9)
    assert "another_page" in _rules(shown, error)
    assert "another_page" not in _rules(shown, error.replace(b"Error", b"Edition").replace(b"maintenance", b"now"))
    assert "another_page" not in _rules(shown, b"Error 503\n\n" + text_of(*_items("three", "four")))
    assert "another_page" not in _rules(shown, b"Error 503\n\n" + text_of(*_items("one")))


PAGE = b"<html><body><pre>\n%s\n</pre></body></html>\n"


def test_a_page_that_is_not_closed() -> None:
    """A page differs somewhere at every reading; that its last tag is missing tells that it was cut."""
    lines = text_of(*_items("one", "two")).split(b"\n\n")
    shown = PAGE % b"".join(b"<p>%s</p>\n" % line.strip() for line in lines)
    cut = shown.replace(b"</body></html>\n", b"").replace(b"<body>", b"<body class='x'>")
    assert "cut" in _rules(shown, cut)
    assert _rules(cut, shown) == set()
    assert _rules(cut, cut.replace(b"'x'", b"'y'")) == set()


@pytest.mark.parametrize("name", ["rss", "feed", "rdf:RDF"])
def test_a_feed_that_is_not_closed(name: str) -> None:
    """Half a feed still has entries, the last of them perhaps half; something new on top hides that it was cut."""
    item = "<item><title>%s</title><link>https://office.example/%s</link></item>"
    told = "".join(item % (word, word) for word in ("one", "two"))
    shown = f"<{name}>{told}</{name}>".encode()
    new = f"<{name}>{item % ('three', 'three')}{told}</{name}>".encode()
    assert _rules(shown, new) == set()
    assert _rules(shown, new[:-30]) == {"cut"}


def _accented(*more: str) -> bytes:
    return text_of(*(("13 July 2020", f"Niñez {name}", f"Más allá – “{name}”.") for name in ("a", "b", "c", *more)))


@pytest.mark.parametrize("wrongly", ["cp1252", "latin-1", "mac_roman", "cp437"])
def test_garbled(wrongly: str) -> None:
    """Text that went through a wrong encoding is held; what puts it right again is good."""
    good = _accented()
    bad = good.decode().encode().decode(wrongly, "replace").encode()
    assert "garbled" in _rules(good, bad)
    assert "garbled" not in _rules(bad, good)
    assert "garbled" in _rules(good, good.decode().encode("ascii", "replace"))


def test_what_an_editor_does_to_letters() -> None:
    """Other dashes and quotes, an accent put right, and a few items that were broken by hand are no damage of all."""
    good = _accented("d", "e", "f")
    assert "garbled" not in _rules(good, good.decode().replace("–", "—").replace("“", "«").replace("”", "»").encode())
    assert "garbled" not in _rules(good, good.decode().replace("Más", "Mas").encode())
    assert "garbled" not in _rules(good, good.decode().replace("Niñez a", "NiÃ±ez a").encode())


def _several(*contents: bytes) -> tuple[Part, ...]:
    return tuple(Part(SourceDocument(f"{n}.txt", content), _parsed(content)) for n, content in enumerate(contents))


def test_each_of_several_documents_is_compared_with_itself() -> None:
    """One that lost its end is found among others; a new one is compared with none."""
    one, two = text_of(*_items("one", "two")), text_of(*_items("three", "four", day=12))
    before, after = _several(one, two), _several(one[:-10], two, text_of(*_items("five", day=11)))
    stored = [change.item for change in _changes((), joined(before))]
    changes = _changes(stored, joined(after))
    (hold,) = judge(Candidate(after, joined(after), changes, stored), Accepted(before, ()))
    assert (hold.rule, hold.message) == ("cut", "it is the first 92% of the last reading, cut off inside an item")
    same = _several(one, two)
    assert judge(Candidate(same, joined(same), (), stored), Accepted(before, ())) == ()
