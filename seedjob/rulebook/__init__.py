"""Every rule by its name, with what people are told of it: literal tables, one a kind."""
