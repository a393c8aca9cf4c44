"""Evidence files: which may come in, and what is found in them. Strangers' files are opened in a process apart."""
