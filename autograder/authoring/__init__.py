"""What an author of exercises needs: templates, the audit, releases, made classes."""
