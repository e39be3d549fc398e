"""Real feed libraries against what is published. A package, because its tests share their readers."""
