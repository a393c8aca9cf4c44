"""Publishing: pages and open data become a site, through MkDocs."""
