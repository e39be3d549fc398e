"""The grammar of bulletins: blocks, of a text or of a page, to drafts of items, by the layout that fits best."""

from feedsvc.core.layout.fit import fit, fit_nothing

__all__ = ["fit", "fit_nothing"]
