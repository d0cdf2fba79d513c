"""Headings are found by id or label, in either language, or as --map says; nothing is guessed."""

from collections.abc import Sequence

import pytest

from salestui.errors import ImportRefusedError, UsageError
from salestui.exchange.mapping import Layout, layout_of
from salestui.exchange.table import Table


def layout(headings: str, kind: str | None = None, *stated: str) -> Layout:
    return layout_of(Table("x.csv", tuple(headings.split(",")), ()), kind, stated)


def problems(headings: str, kind: str | None = None, *stated: str) -> Sequence[str]:
    with pytest.raises(ImportRefusedError) as caught:
        layout(headings, kind, *stated)
    return [str(caught.value), *caught.value.problems]


@pytest.mark.parametrize(
    "headings",
    ["name,annual_revenue,grade", "Name,Annual Revenue,GRADE", "客户名称,年营收,客户分级", " ｎａｍｅ ,年营收 ,grade"],
)
def test_a_heading_is_an_id_or_a_label_in_any_case_and_width(headings: str) -> None:
    assert layout(headings, "customers").places == {"name": 0, "annual_revenue": 1, "grade": 2}


@pytest.mark.parametrize(
    ("headings", "record"),
    [
        ("客户ID,客户名称,所属行业", "customer"),
        ("name", "customer"),
        ("customer,name,mobile", "contact"),
        ("客户名称,姓名,手机", "contact"),
        ("customer,kind,text,received_at", "inquiry"),
        ("客户名称,跟进日期,跟进方式,核心沟通内容,下次跟进时间", "follow_up"),
    ],
)
def test_the_headings_say_what_the_rows_are(headings: str, record: str) -> None:
    assert layout(headings).record == record


def test_a_file_that_fits_nothing_is_asked_about() -> None:
    said = problems("first,last,zip")
    assert "--as customers|contacts|inquiries|follow_ups" in said[0]
    assert "first, last, zip" in said[1]


def test_every_unknown_column_is_named_with_the_nearest_field_and_the_remedy() -> None:
    said = problems("name,industri,zzz", "customers")
    assert "--map COLUMN=FIELD" in said[0]
    assert said[1].startswith("the column 'industri' is not a field – did you mean industry")
    assert said[2] == "the column 'zzz' is not a field"


def test_a_missing_required_column_is_named() -> None:
    assert problems("customer,method", "follow_ups")[1:] == [
        "no column holds contacted at (contacted_at)",
        "no column holds content (content)",
    ]


def test_map_says_what_a_column_holds_or_leaves_it_out() -> None:
    found = layout("Company,Size=,note,zip", None, "company=客户名称", "Size==employees", "note=-", "zip=")
    assert found == Layout("customer", {"name": 0, "employees": 1})


def test_a_star_leaves_out_every_column_that_is_not_a_field() -> None:
    assert layout("NAME,TYPE,INDUSTRY,SIC", "customers", "*=").places == {"name": 0, "industry": 2}


def test_the_reasons_of_rejected_rows_are_not_imported() -> None:
    assert layout("name,reason").places == {"name": 0}
    assert len(problems("reason,name", "customers")) == 2


def test_two_columns_for_one_field_are_refused() -> None:
    assert "'name' and '客户名称' would both be name" in problems("name,客户名称", "customers")[1]
    assert "'a' and 'b' would both be name" in problems("a,b", "customers", "a=name", "b=name")[1]


def test_a_known_field_that_files_cannot_fill_is_told_apart_from_a_slip() -> None:
    said = problems("customer,contacted_at,method,content,objections")
    assert said[1] == "the column 'objections' (objections) is not imported; leave it out: --map 'objections'="


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("name", "is not COLUMN=FIELD"),
        ("=name", "is not COLUMN=FIELD"),
        ("nam=name", "the file has no column 'nam'"),
        ("*=name", "all columns cannot be one field"),
    ],
)
def test_a_map_that_says_nothing_is_a_usage_error(stated: str, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("*", r"\*")):
        layout("name,zip", "customers", stated)


def test_a_map_to_no_field_names_the_nearest() -> None:
    assert problems("a,b", "customers", "a=name", "b=industri")[1].startswith(
        "--map: a customer has no field 'industri' – did you mean industry"
    )


def test_a_column_is_mapped_once() -> None:
    with pytest.raises(UsageError, match="twice"):
        layout("name", "customers", "name=name", "NAME=")
