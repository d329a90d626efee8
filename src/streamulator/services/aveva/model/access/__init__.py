"""Who may do what: rights, lists of them, owners, roles and communities."""
