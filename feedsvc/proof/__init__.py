"""Pure: reads rendered documents again, as a subscriber would, and says where they differ from what they should hold.

Every function returns the first fault, in words that follow the document's name, or None.
"""
