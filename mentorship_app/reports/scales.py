"""The scales of several surveys, side by side."""

from mentorship_app.surveys.datasets import Dataset, ScaleTable


def by_scale(datasets: tuple[Dataset, ...]) -> list[list[tuple[Dataset, ScaleTable]]]:
    """Each scale with its surveys, oldest first. Asked of others, or on another range, it is another scale."""
    found: dict[tuple[bool, str, float, float], list[tuple[Dataset, ScaleTable]]] = {}
    for dataset in datasets:
        for table in dataset.scales:
            scale = table.scale
            found.setdefault((dataset.of_mentors, scale.key, scale.low, scale.high), []).append((dataset, table))
    return list(found.values())
