"""Who is who: people, schools, clusters and posts; it imports nothing of ours."""
