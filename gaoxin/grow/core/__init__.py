"""Pure part of grow (培育): the official rules and what they say of one enterprise."""
