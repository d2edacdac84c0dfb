"""Who was there: badges, check-in with and without a line, attendance, certificates, feedback afterwards."""
