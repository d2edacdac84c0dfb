"""What happens to enquiries, their records and questions to peers."""
