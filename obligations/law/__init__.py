"""The law as data: schema of fixtures/law, reader, loader, differences, rule sets."""
