"""The interface: what stands around every page, the parts of pages, and one module a page."""
