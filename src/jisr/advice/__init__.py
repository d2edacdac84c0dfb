"""From a question to an answer: enquiries, advice records, the support check and peer advice."""
