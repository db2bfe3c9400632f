"""Search over everything a person may see: one table of documents, kept by the database itself.

How a room makes its records findable (two steps):

1. A migration with `documents.operations(…)`: a SELECT that makes them, and the tables whose rows change them.
   From then on triggers keep them, whoever writes and however (bulk, SQL, erasure).
2. `registry.search_kinds.register(SearchKind(…))` in its slots: how the kind is called, who may see it, its page.

`finding.find` answers the search box, `finding.found_ids` a filter above a list.
"""
