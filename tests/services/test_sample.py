"""The sample company: the same for the same now and language, true to its history, and a real morning."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copy
from zoneinfo import ZoneInfo

import pytest

from salestui.domain.clock import Outcome, Step, late_because_of_regrade, state
from salestui.domain.periods import parse_period
from salestui.domain.words import ClockState, DealKind, DealStage, DueKind, InquiryKind, TaskStatus, WarningKind
from salestui.paths import resolve
from salestui.services import due, reviewing, selling
from salestui.services.absences import absences
from salestui.services.desk import Desk, open_desk
from salestui.services.sample import TIME_ZONE, build_sample, sample_settings
from salestui.services.undoing import history, undo
from salestui.store import driver, log
from salestui.store.derive import refresh_everything
from salestui.store.models import MODELS
from salestui.store.reads import records, tasks

ZONE = ZoneInfo(TIME_ZONE)
NOW = datetime(2024, 5, 15, 9, 42, tzinfo=ZONE)
LATER = datetime(2026, 3, 1, 8, 5, tzinfo=ZONE)  # a Sunday after a short month
NIGHT = datetime(2025, 12, 31, 23, 50, tzinfo=ZONE)
LANGUAGES = ("en", "zh_CN")

# domain.md, section 6: texts that every row brings along
DOCUMENT_TEXTS = """精工制造|制造业|张总|采购总监|降低采购成本|供应商交付不稳定|1个月|推出"年度采购套餐+免费售后培训"
康和医疗|医疗健康|李经理|技术主管|1395678|提升系统兼容性|现有系统操作复杂|2周|提供7天免费试用+定制化接口开发
云帆科技有限公司|互联网|现有系统响应慢,影响用户体验|升级系统,提升加载速度30%|成本控制|系统稳定性
YY贸易集团|零售|采购经理|性价比|仓储管理效率低,人工成本高|引入智能仓储解决方案
客户开发|重点客户电话邀约|客户名单、话术脚本|触达20家客户,8家同意面谈|已完成25家,超预期5家
方案设计|定制化方案PPT制作|客户需求文档、产品手册|完成3套方案,客户反馈满意度90%|已提前1天完成
异议处理|价格异议应对培训|培训PPT、案例集|异议处理成功率提升至80%|增加了"竞品对比话术"模块
A公司|需降低生产成本|价格偏高|方案已发送|3日内电话演示
恒信集团|金融业|提升数据安全|功能对比竞品疑虑|已安排试用|试用后反馈方案
沟通系统升级需求,介绍新方案功能(如负载均衡)|"方案方向认可,需补充竞品A的响应速度对比数据"|5月15日前提供竞品分析报告
确认演示时间,同步客户案例中"仓储效率提升40%"的数据|"演示时间定于5月20日下午2点,需准备操作手册"|5月19日前整理操作手册并邮寄"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample company open for reading, at its own now."""

    desk: Desk
    now: datetime
    path: Path


def built(folder: Path, now: datetime, language: str) -> Path:
    path = folder / f"{now:%Y%m%d%H%M}-{language}.db"
    if not path.exists():
        build_sample(path, now, language)
    return path


def opened(path: Path, now: datetime, language: str) -> Desk:
    home = path.with_suffix(".home")
    return open_desk(
        resolve(str(path), {"SALESTUI_HOME": str(home)}), sample_settings(language), lambda: now.astimezone(UTC)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples")


@pytest.fixture(scope="module", params=[(NOW, "zh_CN"), (NOW, "en"), (LATER, "zh_CN"), (NIGHT, "en")], ids=str)
def sample(request: pytest.FixtureRequest, folder: Path) -> Sample:
    now, language = request.param
    path = built(folder, now, language)
    return Sample(opened(path, now, language), now, path)


def tables(path: Path, now: datetime, language: str) -> dict[str, object]:
    with opened(path, now, language) as desk:
        names = [*MODELS, "command", "change", "clock"]
        return {
            name: sorted((tuple(row) for row in desk.reader.execute(f'SELECT * FROM "{name}"')), key=repr)
            for name in names
        }


def all_texts(desk: Desk) -> str:
    """Everything that is written anywhere in the file, as the change log holds it."""
    rows = desk.reader.execute("SELECT fields FROM change ORDER BY seq")
    return "\n".join(str(pair[1]) for row in rows for pair in json.loads(row[0]).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_builds_are_equal_to_the_last_key(folder: Path, tmp_path: Path, language: str) -> None:
    first, second = built(folder, NOW, language), built(tmp_path, NOW, language)
    assert tables(first, NOW, language) == tables(second, NOW, language)


def test_the_story_ends_within_the_hour_before_now_whenever_that_is(sample: Sample) -> None:
    newest = records.follow_ups(sample.desk.reader, limit=1)[0].contacted_at
    assert timedelta() < sample.now - newest < timedelta(hours=1)


def test_english_is_english(folder: Path) -> None:
    with opened(built(folder, NOW, "en"), NOW, "en") as desk:
        assert not [sign for sign in all_texts(desk) if "\u4e00" <= sign <= "\u9fff"]


def test_the_rows_of_the_documents_are_there_with_their_texts(folder: Path) -> None:
    # now lies three days after the documents' last follow-up, so that their dates in May are their own
    with opened(built(folder, NOW, "zh_CN"), NOW, "zh_CN") as desk:
        texts = all_texts(desk)
        missing = [text for row in DOCUMENT_TEXTS.splitlines() for text in row.split("|") if text not in texts]
        assert missing == []
        days = {
            (row.code, row.contacted_at.astimezone(ZONE).date(), str(row.next_at))
            for row in records.follow_ups(desk.reader, limit=-1)
        }
    assert ("C003", date(2024, 5, 10), "2024-05-17") in days
    assert ("C004", date(2024, 5, 12), "2024-05-20T06:00:00Z") in days
    assert ("C005", date(2023, 10, 1), "2023-10-04") in days


def test_dates_of_the_documents_move_together(folder: Path) -> None:
    with opened(built(folder, LATER, "zh_CN"), LATER, "zh_CN") as desk:
        texts = all_texts(desk)
    assert "3月1日前提供竞品分析报告" in texts
    assert "演示时间定于3月6日下午2点" in texts


def test_the_change_log_folds_to_the_tables(sample: Sample) -> None:
    folded = log.folded(sample.desk.reader)
    for entity in MODELS:
        assert folded.get(entity, {}) == log.as_stored(sample.desk.reader, entity), entity


def test_clocks_made_anew_are_the_clocks_that_the_commands_left(folder: Path, tmp_path: Path) -> None:
    path = Path(copy(built(folder, NOW, "zh_CN"), tmp_path))
    before = tables(path, NOW, "zh_CN")["clock"]
    with opened(path, NOW, "zh_CN") as desk:
        laws = desk.laws

        def remade(connection: driver.Connection) -> int:
            refresh_everything(connection, laws)
            return 0

        with desk.command("doctor") as work:
            work.derive(remade)
    assert tables(path, NOW, "zh_CN")["clock"] == before


def test_nothing_happens_after_now_and_all_in_order(sample: Sample) -> None:
    now = int(sample.now.timestamp() * 1000)
    instants = [row[0] for row in sample.desk.reader.execute("SELECT at FROM command ORDER BY seq")]
    assert instants == sorted(instants)
    assert instants[-1] <= now
    ahead = sample.desk.reader.execute(
        "SELECT count(*) FROM follow_up WHERE contacted_at > written_at OR written_at > ?", (now,)
    ).fetchone()
    assert ahead[0] == 0


def test_there_is_enough_of_everything(sample: Sample) -> None:
    def count(table: str) -> int:
        return int(sample.desk.reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    assert 60 <= count("customer") <= 80
    assert 250 <= count("follow_up") <= 450
    assert count("contact") > 80
    assert count("customer_tag") > 15
    assert count("satisfaction_score") > 20
    columns = {name: _values(sample.desk, "customer", name) for name in ("grade", "segment", "care", "stage", "owner")}
    assert columns["grade"] == {"A", "B", "C", None}
    assert columns["segment"] == {"key_account", "potential", "long_term", None}
    assert columns["care"] == {"strategic_care", "key_expansion", "routine", None}
    assert columns["stage"] == {"prospect", "interested", "active", "strategic", "lost"}
    assert len(columns["owner"]) == 5  # four people, and nobody
    assert len(_values(sample.desk, "contact", "decision_role")) == 6
    assert len(_values(sample.desk, "follow_up", "method")) == 7
    assert _values(sample.desk, "objection", "outcome") == {"open", "satisfied", "unmoved"}


def _values(desk: Desk, table: str, column: str) -> set[object]:
    return {row[0] for row in desk.reader.execute(f"SELECT DISTINCT {column} FROM {table}")}


def test_every_kind_of_inquiry_in_every_state(sample: Sample) -> None:
    found: Counter[tuple[InquiryKind, ClockState]] = Counter()
    regraded = 0
    for row in records.inquiries(sample.desk.reader, limit=-1):
        assert row.clock is not None
        found[row.kind, state(row.clock, sample.now)] += 1
        regraded += late_because_of_regrade(row.clock, sample.now)
    lead, urgent, complaint = InquiryKind.LEAD, InquiryKind.URGENT, InquiryKind.COMPLAINT
    for kind, where in (
        *((lead, each) for each in ClockState),
        *((urgent, each) for each in (ClockState.OVERDUE, ClockState.DUE_SOON, ClockState.MET, ClockState.MET_LATE)),
        *((complaint, each) for each in (ClockState.ON_TIME, ClockState.MET, ClockState.MET_LATE)),
        (InquiryKind.OBJECTION, ClockState.MET),
        (InquiryKind.OBJECTION, ClockState.ON_TIME),
    ):
        assert found[kind, where], (kind, where)
    assert regraded == 1


def test_promises_kept_missed_and_open(sample: Sample) -> None:
    clocks = sample.desk.reader.execute(
        "SELECT outcome, stopped_at > due_at AS late, count(*) AS n FROM clock WHERE kind = 'follow_up' GROUP BY 1, 2"
    )
    found = {(row["outcome"], row["late"]): row["n"] for row in clocks}
    assert found[Outcome.MET, 0] > 50
    assert found[Outcome.MET, 1] > 2
    assert found[None, None] > 10


def test_some_follow_ups_were_written_late_but_few(sample: Sample) -> None:
    rows = records.follow_ups(sample.desk.reader, limit=-1)
    late = [row for row in rows if row.written_at and row.written_at - row.contacted_at > timedelta(hours=24)]
    assert 1 <= len(late) <= 4


def test_tasks_in_every_state(sample: Sample) -> None:
    rows = tasks.tasks(sample.desk.reader, limit=-1, everything=True)
    assert {row.status for row in rows} == set(TaskStatus)
    states = {state(row.clock, sample.now) for row in rows}
    assert states == set(ClockState)


def test_the_morning_of_the_sample_rep_is_a_real_one(sample: Sample) -> None:
    today = due.today(sample.desk)
    assert not today.everybody
    assert 15 <= len(today.rows) <= 25
    assert 3 <= today.counts["overdue"] <= 5
    assert 3 <= today.counts["due_soon"] <= 5
    kinds = Counter(row.clock.kind for row in today.rows)
    assert set(kinds) == set(DueKind) - {DueKind.STRATEGY}
    assert {row.inquiry_kind for row in today.rows} > {InquiryKind.LEAD, InquiryKind.URGENT, InquiryKind.COMPLAINT}
    assert [row for row in today.rows if row.clock.step is Step.TELL]
    assert {row.clock.owner for row in today.rows} == {sample.desk.settings.owner, None}


def test_the_funnel_is_filled_at_every_stage(sample: Sample) -> None:
    rows = selling.deals(sample.desk, everything=True)
    found = Counter(row.stage for row in rows)
    assert all(found[stage] >= 2 for stage in DealStage)
    assert found[DealStage.WON] > 20  # a year of orders
    assert {row.kind for row in rows} == set(DealKind)
    assert len({row.owner for row in rows}) == 4
    year = parse_period(f"{sample.now - timedelta(days=200):%Y-%m-%d}..{sample.now:%Y-%m-%d}")
    report = selling.report(sample.desk, year)
    assert report.bottleneck is not None
    assert set(report.weighted.sums) == {"CNY", "USD"}


def test_orders_come_in_a_rhythm_and_one_is_late(sample: Sample) -> None:
    orders = Counter(row.code for row in selling.deals(sample.desk, stage="won"))
    regular = {code for code, n in orders.items() if n >= 3}
    late = [row.code for row in due.warnings(sample.desk, everybody=True) if row.kind is WarningKind.ORDER_OVERDUE]
    assert len(regular) > 5
    assert len(late) == 1
    assert set(late) < regular


def test_a_contract_runs_out_within_a_month_and_one_deal_went_to_a_competitor_we_know(sample: Sample) -> None:
    (renewal,) = [row for row in due.today(sample.desk).rows if row.clock.kind is DueKind.RENEWAL]
    assert renewal.code == "C003"
    assert renewal.clock.due_at is not None
    assert renewal.clock.due_at - sample.now < timedelta(days=30)
    known = {row.name: row for row in selling.competitors(sample.desk)}
    (lost,) = [row for row in selling.deals(sample.desk, stage="lost") if row.lost_to]
    assert len(known) == 3
    assert known[lost.lost_to or ""].our_answer
    assert known[lost.lost_to or ""].lost == 1


def test_the_deals_the_documents_speak_of(folder: Path) -> None:
    with opened(built(folder, NOW, "zh_CN"), NOW, "zh_CN") as desk:
        rows = {(row.code, row.name): row for row in selling.deals(desk)}
        framework, upsell = rows["C004", "年度合作协议"], rows["C003", "50万增购：定制化升级方案"]
        assert (str(framework.amount), framework.stage) == ("800000.00 CNY", DealStage.QUALIFIED)
        assert (str(upsell.amount), upsell.kind) == ("500000.00 CNY", DealKind.UPSELL)
        assert "竞品A" in {row.name for row in selling.competitors(desk)}


@pytest.mark.parametrize("kind", [DueKind.PROFILE_REVIEW, DueKind.CONTACT_RHYTHM])
def test_reviews_and_rhythms_are_overdue_and_due_soon(folder: Path, kind: DueKind) -> None:
    with opened(built(folder, NOW, "zh_CN"), NOW, "zh_CN") as desk:
        rows = due.today(desk, everybody=True).rows
    assert {state(row.clock, NOW) for row in rows if row.clock.kind is kind} == {
        ClockState.OVERDUE,
        ClockState.DUE_SOON,
    }


def test_history_and_undo_are_those_of_single_actions(folder: Path, tmp_path: Path) -> None:
    path = Path(copy(built(folder, NOW, "zh_CN"), tmp_path))
    with opened(path, NOW, "zh_CN") as desk:
        assert {entry.kind for entry in history(desk, limit=12)} >= {"log_follow_up", "receive_inquiry", "regrade"}
        before = len(records.follow_ups(desk.reader, limit=-1))
        undo(desk)
        assert len(records.follow_ups(desk.reader, limit=-1)) == before - 1


def test_opening_it_as_the_sample_rep_writes_nothing(sample: Sample) -> None:
    rules = [entry for entry in history(sample.desk, limit=10_000) if entry.kind == "rules"]
    assert len(rules) == 1
    assert rules[0].seq == 1


def test_no_telephone_number_can_be_anybodys(sample: Sample) -> None:
    numbers = _values(sample.desk, "contact", "phone") | _values(sample.desk, "contact", "mobile")
    invented = ("100 0000 ", "+1 555 01", "1395678")  # the last is the documents' own, too short to ring anybody
    assert [number for number in numbers if number and not str(number).startswith(invented)] == []


def test_an_existing_file_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        build_sample(path, NOW, "en")
    assert path.read_bytes() == b"mine"


def test_only_the_database_is_made_and_only_its_owner_may_read_it(folder: Path) -> None:
    path = built(folder, NOW, "en")
    assert {file.suffix for file in folder.iterdir()} <= {".db", ".db-journal"}
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_kind_of_early_warning_and_two_absences(sample: Sample) -> None:
    kinds = {row.kind for row in due.warnings(sample.desk, everybody=True)}
    assert kinds == set(WarningKind)
    mine = due.warnings(sample.desk)
    assert (92, 78) in [(row.score_before, row.score) for row in mine]
    away = [row for row in due.overview(sample.desk) if row.away_until is not None]
    assert len(away) == 1
    assert away[0].stand_in != sample.desk.settings.owner  # Today is the rep's own; next week it will be two people's
    assert [row.stand_in for row in absences(sample.desk)][1:] == [sample.desk.settings.owner]


def test_last_month_was_looked_back_on_and_its_first_improvement_is_a_task(sample: Sample) -> None:
    (row,) = reviewing.reviews(sample.desk)
    today = sample.now.astimezone(ZONE).date()
    assert row.period == f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
    assert (row.problems is not None, row.causes is not None, len(row.improvements)) == (True, True, 2)
    assert [each.task is not None for each in row.improvements] == [True, False]
    assert reviewing.frozen_figures(row)
    if sample.desk.settings.language == "zh_CN":
        assert row.problems == "部分客户反馈方案响应速度慢"
        assert row.improvements[0].text == '增加"方案快速评审通道",压缩制作周期至3天'
    if sample.now == NOW:
        assert row.improvements[0].done
