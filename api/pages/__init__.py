"""The clerk's pages: server-rendered, each a small file; what they show is worked out below."""
