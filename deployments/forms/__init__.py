"""What is asked about support: requests, proposals, answers, visits and claims."""
