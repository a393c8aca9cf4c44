"""nearzero-dossiers: the audited evaluation of a city's near-zero-carbon factories, from YAML to a published site."""

__version__ = "0.1.0"
