"""What a result looks like in a terminal."""
