"""What is printed and shown."""
