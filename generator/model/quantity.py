"""Quantities: an exact number with a unit, read from text such as ``1234.5 MWh`` or ``82 %``.

The table of units is closed: a unit that does not stand here is a finding, not a guess (docs/adr/0005).
Conversions are exact by definition of the units; sources: SI Brochure (9th ed.), GB 3100-1993,
GB/T 2589-2020 (1 kgce = 29 307.6 kJ), 亩 = 2000/3 m².
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from generator.model.number import decimal_text, parse_decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its symbol, its dimension and how many base units of that dimension it is."""

    symbol: str
    dimension: str
    factor: Fraction


def _units(dimension: str, **factors: str) -> dict[str, Unit]:
    return {symbol: Unit(symbol, dimension, Fraction(text)) for symbol, text in factors.items()}


_SIMPLE = {
    **_units("share", **{"%": "1/100", "‰": "1/1000"}),
    **_units("energy", J="1", kJ="1000", MJ="1000000", GJ="1000000000", TJ="1000000000000"),
    **_units("energy", kWh="3600000", MWh="3600000000", GWh="3600000000000", 万kWh="36000000000"),
    **_units("energy", kgce="29307600", tce="29307600000", 万tce="293076000000000"),
    **_units("power", W="1", kW="1000", MW="1000000", kWp="1000", MWp="1000000"),
    **_units("mass", g="1/1000", kg="1", t="1000", 万t="10000000"),
    **_units("co2e", kgCO2e="1", tCO2e="1000", 万tCO2e="10000000", kgCO2="1", tCO2="1000"),
    **_units("volume", L="1/1000", m3="1", 万m3="10000"),
    **_units("normal volume", Nm3="1", 万Nm3="10000"),
    **_units("area", m2="1", 万m2="10000", ha="10000", 亩="2000/3"),
    **_units("length", m="1", km="1000", 万m="10000"),
    **_units("time", min="60", h="3600", d="86400"),
    **_units("money", 元="1", 万元="10000", 亿元="100000000", CNY="1"),
    **_units("transport", tkm="1"),
    **_units("travel", pkm="1"),
    **_units("people", 人="1"),
    **_units("count", 台="1", 套="1", 件="1", 辆="1", 盏="1", 个="1", 次="1", 只="1", 份="1", 处="1", 万件="10000"),
    **_units("count", 万只="10000", 万套="10000", 万台="10000"),
    **_units("hours", 人时="1"),
}
UNITS = MappingProxyType(_SIMPLE)


#: Dimensions in words, for messages.
DIMENSIONS = MappingProxyType(
    {
        "share": "百分比 share",
        "energy": "能量 energy",
        "power": "功率 power",
        "mass": "质量 mass",
        "co2e": "排放量 emissions",
        "volume": "体积 volume",
        "normal volume": "标准体积 normal volume",
        "area": "面积 area",
        "length": "长度 length",
        "time": "时间 time",
        "money": "金额 money",
    }
)


def unit(symbol: str) -> Unit:
    """The unit of a symbol, or of a quotient ``a/b`` of two symbols. KeyError when it is unknown."""
    if symbol in UNITS:
        return UNITS[symbol]
    top, slash, bottom = symbol.partition("/")
    if not slash:
        raise KeyError(symbol)
    above, below = UNITS[top], UNITS[bottom]
    return Unit(symbol, f"{above.dimension}/{below.dimension}", above.factor / below.factor)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount in the unit in which it was written."""

    amount: Fraction
    unit: str

    @property
    def dimension(self) -> str:
        return unit(self.unit).dimension

    @property
    def base(self) -> Fraction:
        """The amount in the base unit of its dimension (J, W, kg, m³, m², 元, …; shares as 0–1)."""
        return self.amount * unit(self.unit).factor

    def to(self, symbol: str) -> Fraction:
        """The amount in another unit of the same dimension. ValueError when the dimensions differ."""
        target = unit(symbol)
        if target.dimension != self.dimension:
            raise ValueError(f"{self.unit} → {symbol}")
        return self.base / target.factor

    def __str__(self) -> str:
        return f"{decimal_text(self.amount)} {self.unit}"


class QuantityError(ValueError):
    """Text that is no quantity; ``code`` is the finding's, ``params`` fill its message."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def parse_quantity(text: str) -> Quantity:
    """``"1234.5 MWh"`` → a quantity. QuantityError says what is wrong with any other text."""
    number, space, symbol = text.partition(" ")
    if not space:
        stripped = number.rstrip("%‰")
        number, symbol = (stripped, number[len(stripped) :]) if stripped != number else (number, "")
    try:
        amount = parse_decimal(number)
    except ValueError:
        code = "quantity.thousands-separator" if "," in number or "，" in number else "quantity.not-a-number"
        raise QuantityError(code, text=text) from None
    if not symbol:
        raise QuantityError("quantity.no-unit", text=text)
    try:
        unit(symbol)
    except KeyError:
        raise QuantityError("quantity.unknown-unit", text=text, unit=symbol) from None
    return Quantity(amount, symbol)
