"""Tools for curators: register documents, enter and seal facts, record versions, and list what is left to do."""
