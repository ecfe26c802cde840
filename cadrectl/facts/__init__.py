"""Facts: values of persons at a date, as bounds; not the language that asks for them (`policy/`)."""
