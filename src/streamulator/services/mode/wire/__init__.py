"""How the vendor spells it: objects in JSON, packets in MessagePack, refusals."""
