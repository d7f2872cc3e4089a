"""What happens in the directory: one atomic function per thing a person does."""
