"""The pages made of results: feedback for students, the report for instructors."""
