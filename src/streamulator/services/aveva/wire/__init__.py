"""The only place where names are spelt as the vendor spells them on the wire."""
