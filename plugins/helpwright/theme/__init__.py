"""The help-center theme over Material for MkDocs."""
