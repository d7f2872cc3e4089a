"""Pages of support: requests, deployments, visits and claims."""
