"""What an event is made of: type codes, values, types, layouts, and how rows are shown."""
