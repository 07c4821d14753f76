"""The curator's bench: registering documents, entering facts, sealing, and what is left to do."""
