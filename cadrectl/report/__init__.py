"""What is known or decided, put into words and documents; nothing is decided here."""
