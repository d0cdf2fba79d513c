"""Money as integer minor units of a currency: read as people write it ("5000万", "1.2m", "¥80,000"), never a float."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_TIMES = {
    "": 1,
    "k": 10**3,
    "m": 10**6,
    "bn": 10**9,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_SIGNS = {"¥": "CNY", "元": "CNY", "RMB": "CNY", "€": "EUR", "$": "USD", "£": "GBP"}
# ISO 4217, so that "5 mil" is no amount in a currency called MIL
_CURRENCIES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR
    SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES
    VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"""
_NO_MINOR_UNITS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK"})  # ISO 4217: exponent 0
_MONEY = (  # compiled, and kept, by `re` when first needed: most commands read no amount
    r"(?P<before>[A-Za-z]{3}|[¥€$£])?\s*(?P<number>(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?)\s*"
    r"(?P<times>k|m|bn|千万|百万|千|万|亿)?\s*(?P<after>[A-Za-z]{3}|[元¥€$£])?"
)
_MOST = 10**17  # minor units: fits a 64-bit integer many times over


class MoneyError(ValueError):
    """`text` is no amount of money, or one that whole minor units cannot hold."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (分, cents) of `currency` (ISO 4217)."""

    minor: int
    currency: str

    def __str__(self) -> str:
        """The whole amount in digits with its currency: "50000000.00 CNY"."""
        exponent = minor_digits(self.currency)
        number = Decimal(self.minor).scaleb(-exponent)
        return f"{number:.{exponent}f} {self.currency}"


def whole_units(units: int, currency: str) -> Money:
    """So many whole units of `currency`: 5 yuan are 500 分."""
    return Money(units * 10 ** minor_digits(currency), currency)


def minor_digits(currency: str) -> int:
    """How many digits the minor units of `currency` have: two, or none (ISO 4217)."""
    return 0 if currency in _NO_MINOR_UNITS else 2


def parse_money(text: str, currency: str) -> Money:
    """The amount `text` means, in `currency` where it names none. Raises MoneyError."""
    found = re.fullmatch(_MONEY, unicodedata.normalize("NFKC", text).strip(), re.I)
    if not found or (found["before"] and found["after"]):
        raise MoneyError(text)
    named = (found["before"] or found["after"] or currency).upper()
    known = _SIGNS.get(named, named)
    if known != currency and known not in _CURRENCIES.split():
        raise MoneyError(text)
    currency = known
    times = _TIMES[(found["times"] or "").lower()]
    amount = Decimal(re.sub(r"[, ]", "", found["number"])) * times
    minor = amount.scaleb(minor_digits(currency))
    if minor != minor.to_integral_value() or minor > _MOST:
        raise MoneyError(text)
    return Money(int(minor), currency)
