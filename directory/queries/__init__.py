"""What is found about people, posts, schools and terms."""
