"""What has been graded: the journal, the hashes it is kept under, and what is left to do."""
