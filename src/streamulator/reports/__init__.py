"""Reports in the forms that people and machines read: from JSON to text, and nothing else."""
