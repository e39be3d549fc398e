"""The parts of the judgement: what stands around a place, which country it is, and which countries an item is about."""
