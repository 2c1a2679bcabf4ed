"""The OpenSearch descriptor, by which a browser's address bar searches the help center."""

from __future__ import annotations

from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr


def descriptor(site_name: str, site_url: str, search_url: str) -> str:
    """An OpenSearch 1.1 description; its short name may have 16 characters at most."""
    template = urljoin(site_url, search_url) + "?q={searchTerms}"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>{escape(site_name[:16].strip())}</ShortName>
  <Description>{escape(f"Search {site_name}")}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Url type="text/html" template={quoteattr(template)}/>
</OpenSearchDescription>
"""
