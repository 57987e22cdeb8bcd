"""The measures that surveys can ask: what each is, its wording and licences in this program."""
