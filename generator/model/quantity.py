"""Quantities: an exact number with a unit, read from text such as ``1234.5 MWh`` or ``82 %``.

The table of units is closed: a unit that does not stand here is a finding, not a guess (docs/adr/0005).
Conversions are exact by definition of the units; sources: SI Brochure (9th ed.), GB 3100-1993,
GB/T 2589-2020 (1 kgce = 29 307.6 kJ), 亩 = 2000/3 m², 1 mmBtu = 1 055 055 852.62 J (International Table Btu).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from generator.model.number import decimal_text, parse_decimal

#: Base dimensions with their exponents, sorted; those with exponent 0 are left out.
Powers = tuple[tuple[str, int], ...]
#: Dimensions that are made of others; every other simple dimension is a base of its own.
_MADE: dict[str, dict[str, int]] = {
    "share": {},
    "power": {"energy": 1, "time": -1},
    "area": {"length": 2},
    "volume": {"length": 3},
    "transport": {"mass": 1, "length": 1},
    "travel": {"people": 1, "length": 1},
    "hours": {"people": 1, "time": 1},
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its symbol, its dimension, how many base units of that dimension it is, and its exponents."""

    symbol: str
    dimension: str
    factor: Fraction
    powers: Powers


def _powers(exponents: dict[str, int] | Counter[str]) -> Powers:
    return tuple(sorted((base, power) for base, power in exponents.items() if power))


def _units(dimension: str, **factors: str) -> dict[str, Unit]:
    powers = _powers(_MADE.get(dimension, {dimension: 1}))
    return {symbol: Unit(symbol, dimension, Fraction(text), powers) for symbol, text in factors.items()}


_SIMPLE = {
    **_units("share", **{"%": "1/100", "‰": "1/1000"}),
    **_units("energy", J="1", kJ="1000", MJ="1000000", GJ="1000000000", TJ="1000000000000"),
    **_units("energy", kWh="3600000", MWh="3600000000", GWh="3600000000000", 万kWh="36000000000"),
    **_units("energy", kgce="29307600", tce="29307600000", 万tce="293076000000000"),
    **_units("energy", mmBtu="1055055852.62"),
    **_units("power", W="1", kW="1000", MW="1000000", kWp="1000", MWp="1000000"),
    **_units("mass", g="1/1000", kg="1", t="1000", 万t="10000000"),
    **_units("co2e", gCO2e="1/1000", kgCO2e="1", tCO2e="1000", 万tCO2e="10000000"),
    **_units("co2e", kgCO2="1", tCO2="1000", 万tCO2="10000000"),
    **_units("carbon", kgC="1", tC="1000"),
    **_units("volume", L="1/1000", m3="1", 万m3="10000"),
    **_units("normal volume", Nm3="1", 万Nm3="10000"),
    **_units("area", m2="1", 万m2="10000", ha="10000", 亩="2000/3"),
    **_units("length", m="1", km="1000", 万m="10000"),
    **_units("time", min="60", h="3600", d="86400", 周="604800"),
    **_units("pressure", Pa="1", kPa="1000", MPa="1000000"),
    **_units("temperature", **{"℃": "1", "°C": "1"}),
    **_units("money", 元="1", 万元="10000", 亿元="100000000", CNY="1"),
    **_units("transport", tkm="1000000", 万tkm="10000000000"),
    **_units("travel", pkm="1000", 人km="1000"),
    **_units("people", 人="1"),
    **_units("count", 台="1", 套="1", 件="1", 辆="1", 盏="1", 个="1", 次="1", 只="1", 份="1", 处="1", 万件="10000"),
    **_units("count", 万只="10000", 万套="10000", 万台="10000"),
    **_units("hours", 人时="3600"),
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
        "carbon": "碳质量 carbon",
        "pressure": "压力 pressure",
        "temperature": "温度 temperature",
        "transport": "货运周转量 transport",
        "travel": "客运周转量 travel",
        "people": "人数 people",
        "count": "数量 count",
        "hours": "人时 person-hours",
    }
)


def dimension_words(dimension: str) -> str:
    """A dimension in words, for messages: ``energy/mass`` → ``能量 energy / 质量 mass``."""
    return " / ".join(" · ".join(DIMENSIONS.get(one, one) for one in side.split("·")) for side in dimension.split("/"))


@cache
def unit(symbol: str) -> Unit:
    """The unit of a symbol, of a product ``a·b`` or of a quotient ``a/b·c``. KeyError when it is unknown."""
    if symbol in UNITS:
        return UNITS[symbol]
    top, slash, bottom = symbol.partition("/")
    above = _product(top)
    if not slash:
        return above
    below = _product(bottom)
    powers = Counter(dict(above.powers))
    powers.subtract(dict(below.powers))
    return Unit(symbol, f"{above.dimension}/{below.dimension}", above.factor / below.factor, _powers(powers))


def _product(symbol: str) -> Unit:
    units = [UNITS[one] for one in symbol.split("·")]
    if len(units) == 1:
        return units[0]
    powers: Counter[str] = Counter()
    factor = Fraction(1)
    for one in units:
        powers.update(dict(one.powers))
        factor *= one.factor
    return Unit(symbol, "·".join(sorted(one.dimension for one in units)), factor, _powers(powers))


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


class DimensionError(ValueError):
    """A product of quantities that is not of the dimension asked for."""


def multiply(symbol: str, *quantities: Quantity | Fraction) -> Fraction:
    """The exact product of quantities and plain numbers, in the unit ``symbol``. DimensionError when it is none."""
    target = unit(symbol)
    powers: Counter[str] = Counter()
    value = Fraction(1)
    for one in quantities:
        if isinstance(one, Quantity):
            powers.update(dict(unit(one.unit).powers))
            value *= one.base
        else:
            value *= one
    if _powers(powers) != target.powers:
        raise DimensionError(" × ".join(str(one) for one in quantities))
    return value / target.factor


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
