"""One way to round what is printed, so that chart, table, page and table file never differ in their last digit."""

from decimal import ROUND_HALF_EVEN, Decimal


def rounded(value: float, decimals: int) -> Decimal:
    """``value`` as it is written in decimal, rounded half to even: 1.275 gives 1.28 and 2.825 gives 2.82.

    Binary rounding would give 1.27 and 2.83. Babel, which writes the numbers of pages, rounds as this does.
    """
    # Adding nothing takes the sign off a zero: no number is printed as -0.0.
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN) + 0
