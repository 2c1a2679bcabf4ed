"""Numbers and dates as a reader meets them."""

from __future__ import annotations

from datetime import date

from helpwright.deflection.effect import Ratio as EffectRatio
from helpwright.deflection.figures import FEWEST_REQUESTERS
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import Money, RateRatio, Value
from helpwright.deflection.ratios import Difference, Ratio, RiskRatio

FOLDED = f"fewer than {FEWEST_REQUESTERS} requesters"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def count(number: int) -> str:
    """1,840."""
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 article`, `1,840 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """61.2 %, with a space that does not break."""
    return f"{share * 100:.1f}\N{NO-BREAK SPACE}%"


def interval(proportion: Proportion) -> str:
    """`59.4-63.0 %`; empty under 30 trials."""
    bounds = proportion.interval
    if bounds is None:
        return ""
    return f"{bounds[0] * 100:.1f}\N{EN DASH}{percent(bounds[1])}"


def of(proportion: Proportion) -> str:
    """1,840 of 3,006."""
    return f"{count(proportion.numerator)} of {count(proportion.denominator)}"


def sentence(proportion: Proportion, unit: str) -> str:
    """`61.2 % (59.4-63.0 %), 1,840 of 3,006 closed tickets`."""
    if proportion.value is None:
        return f"{of(proportion)} {unit}"
    return f"{percent(proportion.value)} ({interval(proportion)}), {of(proportion)} {unit}"


def day(moment: date) -> str:
    """22 November 2026."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def month(name: str) -> str:
    """`2026-03` as March 2026."""
    year, number = name.split("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def short_month(name: str) -> str:
    """`2026-03` as Mar."""
    return _MONTHS[int(name.split("-")[1]) - 1][:3]


def value(number: Value) -> str:
    """The value of a figure alone: `61.2 %`, `4.0`, `1,840`; the two counts where n is small."""
    if isinstance(number, int):
        return count(number)
    if isinstance(number, Proportion):
        return of(number) if number.value is None else percent(number.value)
    if isinstance(number, Ratio):
        return (
            f"{count(number.numerator)} to {count(number.denominator)}"
            if (number.value is None)
            else f"{number.value:.1f}"
        )
    if isinstance(number, RiskRatio):
        return "too few" if number.value is None else f"{number.value:.2f}"
    if isinstance(number, Money):
        return money(number.amount)
    return f"{number.value:.2f}"


def bounds(number: Value) -> str:
    """The 95 % interval of a figure; empty where it has none."""
    if isinstance(number, int) or number.interval is None:
        return ""
    low, high = number.interval
    if isinstance(number, Proportion):
        return interval(number)
    if isinstance(number, Money):
        return f"{money(low)} to {money(high)}"
    digits = 1 if isinstance(number, Ratio) else 2
    return f"{low:.{digits}f}\N{EN DASH}{high:.{digits}f}"


def counts(number: Value) -> str:
    """The counts that a figure is made of; empty for a count."""
    if isinstance(number, Proportion):
        return of(number)
    if isinstance(number, Ratio):
        return f"{count(number.numerator)} to {count(number.denominator)}"
    if isinstance(number, RiskRatio):
        return f"{of(number.cases)} against {of(number.others)}"
    if isinstance(number, RateRatio):
        return f"{count(number.observed)} observed, {number.expected:,.0f} expected"
    return ""


def money(amount: float) -> str:
    """1,840, without a currency: nobody said which."""
    return f"{amount:,.0f}".replace("-", "\N{MINUS SIGN}")


def change(ratio: float) -> str:
    """A rate ratio as `13 % fewer` or `4 % more`."""
    size = f"{abs(1 - ratio) * 100:.0f}\N{NO-BREAK SPACE}%"
    return f"{size} {'fewer' if ratio < 1 else 'more'}"


def ratio(estimate: EffectRatio) -> str:
    """`0.87 (0.79-0.95)`; an upper limit may be missing."""
    high = "no upper limit" if estimate.high is None else f"{estimate.high:.2f}"
    return f"{estimate.value:.2f} ({estimate.low:.2f}\N{EN DASH}{high})"


def points(difference: Difference) -> str:
    """A difference of shares in percentage points, with its interval."""
    low, high = difference.interval
    return (
        f"{_signed(difference.value * 100)} points ({_signed(low * 100)} to {_signed(high * 100)})"
    )


def plain_difference(difference: Difference) -> str:
    """A difference of ratios, with its interval."""
    low, high = difference.interval
    return f"{_signed(difference.value)} ({_signed(low)} to {_signed(high)})"


def _signed(number: float) -> str:
    return f"{number:+.1f}".replace("-", "\N{MINUS SIGN}")


def period(first: date, last: date) -> str:
    """1 November 2025 - 31 October 2026."""
    return f"{day(first)} \N{EN DASH} {day(last)}"


def short_day(moment: date) -> str:
    """3 Mar."""
    return f"{moment.day} {_MONTHS[moment.month - 1][:3]}"
