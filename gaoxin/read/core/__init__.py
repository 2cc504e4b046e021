"""Reading (读报), the pure part: text in, stories and facts with raw offsets out; no Django."""
