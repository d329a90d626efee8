"""The only reader of OpenAPI documents: what may be asked, and what may be answered."""
