"""Who may do what with requests, deployments, visits and claims."""
