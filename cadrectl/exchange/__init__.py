"""Records and answers in the forms of other programs: calendars. Nothing is decided here."""
