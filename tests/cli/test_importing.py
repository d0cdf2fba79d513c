"""The command `import`, on real files and on the rows of the documents: all of a file is written, or nothing."""

import csv
import io
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from salestui.cli.main import run
from tests.shared_files import shared

Rows = list[dict[str, Any]]  # Any: SQLite's own values


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk in a folder of its own, on a fixed morning in Shanghai."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *argv: str) -> tuple[int, str, str]:
        environ = {
            "SALESTUI_HOME": str(self.folder / "home"),
            "SALESTUI_NOW": "2024-05-21T09:00:00+08:00",
            "LOGNAME": "li",
            "TZ": "Asia/Shanghai",
        }
        code = run(argv, environ)
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def file(self, text: str, name: str = "rows.csv") -> str:
        path = self.folder / name
        path.write_bytes(text.encode())
        return str(path)

    def take(self, text: str, *argv: str) -> tuple[int, str, str]:
        """Import a file of this text."""
        return self.run("import", self.file(text), *argv)

    def rows(self, query: str) -> Rows:
        with closing(sqlite3.connect(self.folder / "home" / "salestui.db")) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query)]

    def dump(self) -> dict[str, list[tuple[object, ...]]]:
        """All tables, the change log and what is derived included; of an index of text what it is stored in."""
        tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        with closing(sqlite3.connect(self.folder / "home" / "salestui.db")) as connection:
            names = [name for (name,) in connection.execute(tables)]
            return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk with the two customers of the documents, and a contact of the first."""
    assert desk.take("code,name,grade\nC001,精工制造,A\nC002,康和医疗,B\n")[0] == 0
    assert desk.take("customer,name\nC001,张总\n")[0] == 0
    return desk


# ── what is written ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_chinese_table_of_customers_becomes_customers(desk: Desk) -> None:
    code, out, err = desk.take(
        "\ufeff客户ID,客户名称,所属行业,员工数,年营收,核心需求,当前痛点,预计成交周期,策略建议,合作阶段,客户分级,负责人,标签\r\n"
        'C001,精工制造,制造业,500人,1亿,降低采购成本,供应商交付不稳定,1个月,"推出""年度采购套餐+免费售后培训""",潜在,高优先级,王五,"重点,华东"\r\n'
        ",康和医疗,医疗健康,200人,5000万,提升系统兼容性,现有系统操作复杂,2周,提供7天免费试用+定制化接口开发,合作中,B,li,\r\n"
    )
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "2 customers imported from 'rows.csv'",
        "new owners: 王五",
        "'salestui undo' takes the whole import back",
    ]
    first, second = desk.rows("SELECT * FROM customer ORDER BY code")
    assert (first["code"], first["name"], first["employees"], first["annual_revenue"], first["currency"]) == (
        "C001",
        "精工制造",
        500,
        100_000_000_00,
        "CNY",
    )
    assert (first["stage"], first["grade"], first["owner"]) == ("prospect", "A", "王五")
    assert first["strategy_suggestion"] == '推出"年度采购套餐+免费售后培训"'
    assert (second["code"], second["stage"], second["owner"]) == ("C002", "active", "li")
    assert [row["name"] for row in desk.rows("SELECT name FROM tag ORDER BY name")] == ["华东", "重点"]
    assert len(desk.rows("SELECT 1 FROM command WHERE kind = 'import_customers' AND subject = 'rows.csv'")) == 1


def test_codes_left_out_go_on_from_the_highest_and_around_those_of_the_file(known: Desk) -> None:
    assert known.take("name,code\nA,\nB,c003\nC,\n")[0] == 0
    rows = known.rows("SELECT name, code FROM customer WHERE code > 'C002' ORDER BY name")
    assert [(row["name"], row["code"]) for row in rows] == [("A", "C004"), ("B", "C003"), ("C", "C005")]


def test_follow_ups_of_the_documents_keep_what_the_file_says(known: Desk) -> None:
    code, out, err = known.take(
        "客户名称,跟进日期,跟进方式,联系人,对方人员,核心沟通内容,客户反馈,下一步动作,下次跟进时间,下次跟进方式,负责人,记录时间\n"
        "精工制造,2024-05-10,上门拜访,张总,经理(客户经理),沟通系统升级需求,方案方向认可,提供竞品分析报告,2024-05-17,电话沟通,经理,\n"
        "C002,2024-05-12 10:00,电话沟通,,主管,确认演示时间,演示时间定于5月20日下午2点,邮寄操作手册,"
        "2024-05-20,,主管,2024-05-12T03:00:00Z\n"
    )
    assert (code, err) == (0, "")
    assert "new owners: 经理, 主管" in out
    first, second = known.rows("SELECT * FROM follow_up ORDER BY contacted_at")
    assert (first["method"], first["owner"], first["written_at"]) == ("visit", "经理", None)
    assert first["contact_id"] == known.rows("SELECT id FROM contact")[0]["id"]
    assert (second["contacted_at"], second["written_at"]) == (1715479200000, 1715482800000)
    promises = known.rows("SELECT due, method FROM promise ORDER BY due")
    assert promises == [{"due": "2024-05-17", "method": "phone"}, {"due": "2024-05-20", "method": None}]


def test_inquiries_keep_their_times_and_grade_and_a_follow_up_can_answer_one(known: Desk) -> None:
    code, out, _err = known.take(
        "customer,kind,text,received_at,answered_at,solved_at,customer_told_at,grade_at_receipt\n"
        "C001,lead,quote,2024-05-01 08:30,2024-05-01 09:00,,,C\n"
        "C001,投诉,late,2024-05-02 08:00,,2024-05-03 08:00,2024-05-03 09:00,\n"
        "C002,lead,brochure,2024-05-20 08:00,,,,\n",
        "--format",
        "json",
    )
    told = json.loads(out)
    assert (code, told["kind"], told["rows"]) == (0, "inquiries", 3)
    rows = known.rows("SELECT * FROM inquiry ORDER BY received_at")
    assert told["created"] == [row["ref"] for row in rows]
    assert [row["grade_at_receipt"] for row in rows] == ["C", "A", "B"]
    assert rows[0]["answered_at"] == 1714525200000
    assert rows[1]["customer_told_at"] - rows[1]["solved_at"] == 3_600_000
    ref = told["created"][2].lower()
    assert known.take(f"customer,contacted_at,method,content,answers\nC002,2024-05-20 12:00,email,sent,{ref}\n")[0] == 0
    (answered,) = known.rows("SELECT inquiry_id FROM answer")
    assert answered["inquiry_id"] == rows[2]["id"]
    (clock,) = known.rows(f"SELECT * FROM clock WHERE subject_id = '{rows[2]['id']}'")
    assert clock["stopped_at"] == 1716177600000


def test_imported_follow_ups_answer_nothing_by_themselves(known: Desk) -> None:
    known.take("customer,kind,text,received_at\nC001,lead,quote,2024-05-01\n")
    known.take("customer,contacted_at,method,content\nC001,2024-05-02,phone,talked\n")
    assert known.rows("SELECT * FROM answer") == []


def test_a_file_may_say_since_when_a_customer_is_there(desk: Desk) -> None:
    assert desk.take("name,created_at\nA,2020-01-02 08:00\nB,\n")[0] == 0
    rows = desk.rows("SELECT created_at FROM customer ORDER BY name")
    assert [row["created_at"] for row in rows] == [1577923200000, 1716253200000]


def test_hostile_and_formula_like_text_is_stored_as_given_and_printed_visibly(desk: Desk) -> None:
    names = ["=1+1", "+86 138 0013 8000", "[/] Acme [VIP]", "\x1b]52;c;aGk=\x07bell", "-5", "@x"]
    text = io.StringIO()
    csv.writer(text).writerows([["name"], *([name] for name in names)])
    assert desk.take(text.getvalue())[0] == 0
    assert [row["name"] for row in desk.rows("SELECT name FROM customer ORDER BY code")] == names
    code, _out, err = desk.take("name,grade\n\x1b[31mred [/],Z\n\x1b]52;c;aGk=\x07,A,\x1b[0m\n")
    assert code == 1
    assert "\x1b" not in err
    assert "␛" in err


def test_real_accounts_of_another_system(desk: Desk) -> None:
    path = shared("data", "sf_dataloader", "accountData.csv")
    code, _out, err = desk.run("import", str(path), "--map", "NAME=name", "--map", "*=")
    assert code == 1
    assert "line 72: byte 0xBA is not UTF-8" in err
    text = path.read_bytes().decode("latin-1")
    names = [row["NAME"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    code, out, err = desk.run(
        "import", desk.file(text), "--map", "NAME=name", "--map", "NUMBEROFEMPLOYEES=employees", "--map", "*="
    )
    assert (code, err) == (0, "")
    assert f"{len(names)} customers imported" in out
    stored = desk.rows("SELECT name, employees, industry FROM customer ORDER BY CAST(substr(code, 2) AS INTEGER)")
    assert [row["name"] for row in stored] == [" ".join(name.split()) for name in names]
    assert {"name": "Acme", "employees": 68000, "industry": "Manufacturing"} in stored


def test_real_contacts_of_another_system(desk: Desk) -> None:
    path = shared("data", "atomic_crm", "contacts.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    companies = sorted({row["company"] for row in rows})
    text = io.StringIO()
    csv.writer(text).writerows([["name"], *([name] for name in companies)])
    assert desk.take(text.getvalue())[0] == 0
    maps = ["company=customer", "last_name=name", "email_work=email", "phone_work=phone", "*="]
    code, out, err = desk.run("import", str(path), *(word for each in maps for word in ("--map", each)))
    assert (code, err) == (0, "")
    assert f"{len(rows)} contacts imported" in out
    stored = desk.rows(
        "SELECT contact.name, phone, customer.name AS company FROM contact JOIN customer"
        " ON customer.id = customer_id ORDER BY contact.id"
    )
    assert [(row["name"], row["phone"] or "", row["company"]) for row in stored] == [
        (row["last_name"], row["phone_work"].strip(), row["company"]) for row in rows
    ]


def test_undo_takes_the_whole_import_back(known: Desk) -> None:
    tables = ("owner", "customer", "stage_change", "tag", "customer_tag", "satisfaction_score", "clock")

    def facts() -> list[Rows]:
        return [known.rows(f"SELECT * FROM {table}") for table in tables]

    before = facts()
    assert known.take("name,owner,tags,satisfaction,care\nA,new,vip,80,routine\nB,new,vip,,\n")[0] == 0
    assert len(known.rows("SELECT * FROM customer")) == 4
    assert known.run("undo")[0] == 0
    assert facts() == before


def test_five_hundred_customers_are_one_command_and_quick(desk: Desk) -> None:
    text = "name,grade,owner\n" + "".join(f"公司{n},{'ABC'[n % 3]},o{n % 7}\n" for n in range(500))
    start = time.perf_counter()
    code, out, _err = desk.take(text)
    assert code == 0
    assert time.perf_counter() - start < 10  # 0.5 s here; this catches what grows with the square
    assert out.startswith("500 customers imported")
    assert len({row["code"] for row in desk.rows("SELECT code FROM customer")}) == 500
    assert len(desk.rows("SELECT * FROM command WHERE kind LIKE 'import%'")) == 1


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────

FOLLOW_UP = "customer,contacted_at,method,content"
INQUIRY = "customer,kind,text,received_at"
REFUSED = {
    "too few fields": ("name,grade\nX\n", "line 2: fields found: 1, expected: 2 – 'X'"),
    "too many fields": ("name,grade\nX,A,B\n", "line 2: fields found: 3, expected: 2 – 'X,A,B'"),
    "unknown grade": ("name,grade\nX,D\n", "line 2, grade: grade cannot be 'D'"),
    "impossible date": (
        "name,customer_since\nX,2024-02-30\n",
        "line 2, customer_since: customer since: there is no date",
    ),
    "no name": ("name,grade\n,A\n", "line 2, name: name is missing"),
    "code of another": ("name,code\nX,c001\n", "line 2, code: 'c001' – the code belongs to '精工制造'"),
    "code twice": ("name,code\nX,C9\nY,c9\n", "line 3, code: 'c9' – the code stands in line 2 already"),
    "unknown customer": (
        "customer,name\n精工制,X\n",
        "line 2, customer: '精工制' – no customer has this code or name – did",
    ),
    "unknown contact": (
        f"{FOLLOW_UP},contact\nC001,2024-05-01,phone,x,李\n",
        "line 2, contact: '李' – C001 has no contact",
    ),
    "no time of contact": (f"{FOLLOW_UP}\nC001,,phone,x\n", "line 2, contacted_at: contacted at is missing"),
    "contact ahead": (
        f"{FOLLOW_UP}\nC001,2024-06-01,phone,x\n",
        "line 2, contacted_at: contacted at '2024-06-01' lies",
    ),
    "promise before": (
        f"{FOLLOW_UP},next_at\nC001,2024-05-10,phone,x,2024-05-09\n",
        "line 2, next_at: '2024-05-09' – it does not lie after the contact",
    ),
    "method of no promise": (
        f"{FOLLOW_UP},next_method\nC001,2024-05-10,phone,x,visit\n",
        "line 2, next_method: 'visit' – next_at is missing",
    ),
    "unknown inquiry": (
        f"{FOLLOW_UP},answers\nC001,2024-05-10,phone,x,I-000000\n",
        "line 2, answers: 'I-000000' – there is no inquiry I-000000",
    ),
    "answered before": (
        f"{INQUIRY},answered_at\nC001,lead,x,2024-05-10,2024-05-09\n",
        "line 2, answered_at: '2024-05-09' – it lies before the receipt",
    ),
    "answered without receipt": (
        f"{INQUIRY},answered_at\nC001,lead,x,,2024-05-09\n",
        "line 2, received_at: it is missing, though answered at is given",
    ),
    "told nothing": (
        f"{INQUIRY},customer_told_at\nC001,complaint,x,2024-05-10,2024-05-11\n",
        "line 2, customer_told_at: '2024-05-11' – there is no result to tell",
    ),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_a_bad_row_is_named_by_line_column_value_and_reason_and_nothing_is_written(
    known: Desk, text: str, said: str
) -> None:
    before = known.dump()
    code, out, err = known.take(text)
    assert (code, out) == (1, "")
    message, *problems = err.splitlines()
    assert message.startswith("salestui: nothing was imported from 'rows.csv': 1 of ")
    assert [line.strip() for line in problems if line.strip().startswith(said)], err
    assert known.dump() == before


def test_one_bad_row_keeps_the_good_ones_out_too(known: Desk) -> None:
    before = known.dump()
    assert known.take("name,owner,grade\nA,new,A\nB,new,X\n")[0] == 1
    assert known.dump() == before


def test_an_inquiry_of_another_customer_or_after_the_contact_is_not_answered(known: Desk) -> None:
    _code, out, _err = known.take(f"{INQUIRY}\nC001,lead,x,2024-05-10\n", "--format", "json")
    ref = json.loads(out)["created"][0]
    code, _out, err = known.take(f"{FOLLOW_UP},answers\nC002,2024-05-11,phone,x,{ref}\nC001,2024-05-09,phone,x,{ref}\n")
    assert code == 1
    assert f"{ref} is another customer's inquiry" in err
    assert f"the contact lies before the receipt of {ref}" in err


def test_a_name_of_two_customers_is_refused_with_their_codes(known: Desk) -> None:
    known.take("name\n精工制造\n")
    code, _out, err = known.take("customer,name\n精工制造,X\n")
    assert code == 1
    assert "several customers have this name: C001, C003 – use the code" in err


def test_every_problem_is_gathered_and_the_printout_is_short(known: Desk) -> None:
    code, _out, err = known.take("name,grade,employees\n" + "X,D,many\n" * 50)
    assert code == 1
    lines = err.splitlines()
    assert lines[0].startswith("salestui: nothing was imported from 'rows.csv': 50 of 50 rows")
    assert lines[1].strip().startswith("line 2, grade:")
    assert lines[2].strip().startswith("line 2, employees:")
    assert (len(lines), lines[-1].strip()) == (22, "and 80 more")


# ── beside the file ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_dry_run_writes_nothing_not_even_the_database(desk: Desk) -> None:
    code, out, _err = desk.take("name,owner\nA,new\n", "--dry-run")
    assert (code, out) == (0, "1 customer would be imported from 'rows.csv'\nnew owners: new\n")
    assert not (desk.folder / "home" / "salestui.db").exists()


def test_what_may_be_meant_is_only_noted(known: Desk) -> None:
    code, out, _err = known.take("name,owner\n精工制造,\nA,li\nA,li\n", "--format", "json")
    assert code == 0
    assert json.loads(out) == {
        "kind": "customers",
        "rows": 3,
        "created": ["C003", "C004", "C005"],
        "new_owners": [],
        "warnings": [
            "1 row has no owner",
            "1 row is already there by name",
            "2 rows share their names with others",
        ],
    }
    assert known.rows("SELECT owner FROM customer WHERE code = 'C003'") == [{"owner": None}]


def test_rejected_rows_are_written_as_given_with_reasons_and_read_again_when_corrected(known: Desk) -> None:
    path = known.folder / "bad.csv"
    text = 'name,grade,code\n"=x, y",D,C001\nok,A,\nshort\n'
    assert known.take(text, "--rejects", str(path))[0] == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, first, second = csv.reader(file)
    assert heading == ["name", "grade", "code", "reason"]
    assert first[:3] == ["=x, y", "D", "C001"]
    assert first[3].startswith("grade: grade cannot be 'D'")
    assert second == ["short", "", "", "fields found: 1, expected: 3 – 'short'"]
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",D,C001", ",C,"), encoding="utf-8")
    assert known.run("import", str(path))[0] == 0
    assert known.rows("SELECT grade FROM customer WHERE name = '=x, y'") == [{"grade": "C"}]


def test_a_file_that_is_there_is_never_written_over_by_rejects(known: Desk) -> None:
    path = Path(known.file("mine", "mine.txt"))
    code, _out, err = known.take("name,grade\nX,D\n", "--rejects", str(path))
    assert (code, path.read_text()) == (2, "mine")
    assert "mine.txt' is there already" in err


def test_no_rejects_no_file(known: Desk) -> None:
    assert known.take("name\nX\n", "--rejects", str(known.folder / "bad.csv"))[0] == 0
    assert not (known.folder / "bad.csv").exists()


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["nowhere.csv"], 1, "'nowhere.csv' cannot be read"),
        (["{file}", "--as", "deals"], 2, "--as 'deals' is unknown"),
        (["{file}", "--map", "name"], 2, "is not COLUMN=FIELD"),
        (["{file}", "--as", "follow-ups"], 1, "the columns do not fit a follow up"),
        ([], 2, "FILE is missing"),
    ],
)
def test_what_is_typed_wrongly_is_said_in_one_line(desk: Desk, argv: list[str], code: int, said: str) -> None:
    file = desk.file("name\nX\n")
    done, _out, err = desk.run("import", *(word.format(file=file) for word in argv))
    assert done == code
    assert said in err.splitlines()[0]


def test_standard_input_is_read_as_a_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("name\n精工\n".encode())))
    assert desk.run("import", "-")[0] == 0
    assert desk.rows("SELECT name FROM customer") == [{"name": "精工"}]


def test_bytes_of_another_encoding_are_refused_with_line_and_remedy(desk: Desk) -> None:
    path = desk.folder / "gbk.csv"
    path.write_bytes("name\n精工\n".encode("gb18030"))
    code, _out, err = desk.run("import", str(path))
    assert code == 1
    assert err == (
        "salestui: nothing was imported from 'gbk.csv': line 2: byte 0xBE is not UTF-8"
        " – save it as 'CSV UTF-8' in the program it comes from\n"
    )
