"""What facts rest on: lineage of sources, camps of parties, seals of claims, and the relations made of them."""
