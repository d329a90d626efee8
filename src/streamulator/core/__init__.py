"""What every floor may use: messages, problems, time, ids. Standard library only."""
