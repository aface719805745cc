"""The list of areas: complete, consistent in itself, and spelt as people write it."""

import re
from pathlib import Path

import polars as pl
import pytest

from dabiao.model import Level
from dabiao.store.tables import AREA

CATALOG = Path(__file__).parents[2] / "data" / "catalog"
COLUMNS = list(AREA.columns)


@pytest.fixture(scope="module")
def areas() -> pl.DataFrame:
    return pl.read_csv(CATALOG / "areas.csv", schema=dict.fromkeys(COLUMNS, pl.String))


@pytest.fixture(scope="module")
def by_code(areas: pl.DataFrame) -> dict[str, dict[str, str | None]]:
    return {row["code"]: row for row in areas.iter_rows(named=True)}


@pytest.fixture(scope="module")
def tiles(areas: pl.DataFrame) -> dict[str, tuple[int, int]]:
    placed = areas.drop_nulls("tile_row")
    return {
        name: (int(row), int(column))
        for name, row, column in placed.select("name_en", "tile_row", "tile_column").iter_rows()
    }


def test_file_is_plain_utf8_with_unix_line_ends() -> None:
    content = (CATALOG / "areas.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert content.decode("utf-8").splitlines()[0].split(",") == COLUMNS


def test_counts_are_those_of_the_end_of_2025(areas: pl.DataFrame) -> None:
    counts = dict(areas.group_by("level").len().iter_rows())
    assert counts == {Level.COUNTRY: 1, Level.PROVINCE: 34, Level.CITY: 333, Level.COUNTY: 2845}


def test_counts_by_province_are_those_stated_beside_the_list(areas: pl.DataFrame) -> None:
    text = (CATALOG / "areas.md").read_text(encoding="utf-8")
    stated = re.findall(r"^\| (\d{6}) \| (\S+) \| ([^|]+) \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    counted = [
        (
            code,
            name_zh,
            name_en,
            *(
                str(areas.filter(province_code=code, level=level).height)
                for level in (Level.CITY, Level.COUNTY)
            ),
        )
        for code, name_zh, name_en in areas.filter(level=Level.PROVINCE)
        .select("code", "name_zh", "name_en")
        .iter_rows()
    ]
    assert stated == counted


def test_codes_are_six_digits_unique_and_sorted(areas: pl.DataFrame) -> None:
    codes = areas["code"]
    assert codes.str.contains(r"^[1-9]\d{5}$").all()
    assert codes.is_unique().all()
    assert codes.is_sorted()


@pytest.mark.parametrize(
    ("level", "pattern"),
    [
        (Level.COUNTRY, r"^100000$"),
        (Level.PROVINCE, r"^\d\d0000$"),
        (Level.CITY, r"^\d{4}00$"),
        (Level.COUNTY, r"^\d{6}$"),
    ],
)
def test_level_shows_in_the_code(areas: pl.DataFrame, level: Level, pattern: str) -> None:
    assert areas.filter(level=level)["code"].str.contains(pattern).all()
    below = {Level.CITY: r"^\d\d0000$", Level.COUNTY: r"00$"}.get(level)
    if below:
        assert not areas.filter(level=level)["code"].str.contains(below).any()


def test_collective_codes_and_development_zones_are_left_out(areas: pl.DataFrame) -> None:
    names = areas["name_zh"]
    assert not names.is_in(["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"]).any()
    assert not names.str.contains("开发区|高新|管理区|示范区|工业园|委员会").any()
    assert areas.filter(pl.col("code").str.contains(r"^\d\d90\d\d$"))["city_code"].is_null().all()


def test_each_area_stands_under_the_right_parent(
    areas: pl.DataFrame, by_code: dict[str, dict[str, str | None]]
) -> None:
    for code, row in by_code.items():
        province, city = f"{code[:2]}0000", f"{code[:4]}00"
        own = (row["parent_code"], row["province_code"], row["city_code"])
        match row["level"]:
            case Level.COUNTRY:
                assert own == (None, None, None)
            case Level.PROVINCE:
                assert own == ("100000", code, None)
            case Level.CITY:
                assert own == (province, province, code)
            case Level.COUNTY if row["city_code"]:
                assert own == (city, province, city)
            case Level.COUNTY:
                assert own == (province, province, None)
                assert city not in by_code, f"{code} has a city of its own"
    for column, level in (("province_code", Level.PROVINCE), ("city_code", Level.CITY)):
        referred = areas.drop_nulls(column)[column].unique()
        assert {by_code[code]["level"] for code in referred} == {level}


def test_counties_without_a_city_are_those_under_municipalities_or_provinces(areas: pl.DataFrame) -> None:
    direct = areas.filter(pl.col("city_code").is_null(), level=Level.COUNTY)
    counts = dict(direct.group_by("province_code").len().iter_rows())
    assert counts == {
        "110000": 16,
        "120000": 16,
        "310000": 16,
        "410000": 1,
        "420000": 4,
        "460000": 15,
        "500000": 37,
        "650000": 12,
    }


def test_cities_without_counties_are_the_known_four(areas: pl.DataFrame) -> None:
    cities = set(areas.filter(level=Level.CITY)["name_zh"])
    parents = areas.filter(level=Level.COUNTY).join(areas, left_on="parent_code", right_on="code")
    assert cities - set(parents["name_zh_right"]) == {"东莞市", "中山市", "儋州市", "嘉峪关市"}


def test_taiwan_hong_kong_and_macao_are_one_row_each(areas: pl.DataFrame) -> None:
    rows = areas.filter(pl.col("code").str.contains(r"^[78]"))
    assert rows.select("code", "name_zh", "name_en").rows() == [
        ("710000", "台湾省", "Taiwan"),
        ("810000", "香港特别行政区", "Hong Kong"),
        ("820000", "澳门特别行政区", "Macao"),
    ]


@pytest.mark.parametrize("column", ["name_zh", "name_en"])
def test_siblings_have_different_names(areas: pl.DataFrame, column: str) -> None:
    assert not areas.select("parent_code", column).is_duplicated().any()


def test_provinces_and_cities_share_an_english_name_only_where_they_sound_alike(areas: pl.DataFrame) -> None:
    shared = (
        areas.filter(pl.col("level").is_in([Level.PROVINCE, Level.CITY]))
        .group_by("name_en")
        .agg("name_zh")
        .filter(pl.col("name_zh").list.len() > 1)
    )
    assert {name: set(names) for name, names in shared.iter_rows()} == {
        "Fuzhou": {"福州市", "抚州市"},
        "Suzhou": {"苏州市", "宿州市"},
        "Taizhou": {"泰州市", "台州市"},
        "Yichun": {"伊春市", "宜春市"},
        "Yulin": {"玉林市", "榆林市"},
    }


def test_names_use_their_own_letters_only(areas: pl.DataFrame) -> None:
    assert areas["name_zh"].str.contains(r"^\p{Han}{2,16}$").all()
    word = r"[A-ZÜ][a-zü]+(?:['-][A-Za-zü]+)*"
    english = areas.filter(~pl.col("name_en").str.contains(rf"^{word}(?: {word})*$"))
    assert english.height == 0, english["name_en"].to_list()


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("350302", [("城厢区", "Chengxiang"), ("莆田市", "Putian"), ("福建省", "Fujian"), ("中国", "China")]),
        ("610102", [("新城区", "Xincheng"), ("西安市", "Xi'an"), ("陕西省", "Shaanxi"), ("中国", "China")]),
        ("429004", [("仙桃市", "Xiantao"), ("湖北省", "Hubei"), ("中国", "China")]),
        ("500157", [("两江新区", "Liangjiang"), ("重庆市", "Chongqing"), ("中国", "China")]),
    ],
)
def test_parents_lead_up_to_the_country(
    by_code: dict[str, dict[str, str | None]], code: str, chain: list[tuple[str, str]]
) -> None:
    found = []
    step: str | None = code
    while step:
        found.append((by_code[step]["name_zh"], by_code[step]["name_en"]))
        step = by_code[step]["parent_code"]
    assert found == chain


@pytest.mark.parametrize(
    ("year", "present", "gone"),
    [
        (2021, "330105 330113 330114 350405 410307 610305 659011", "330103 330104 350427 410381 610322"),
        (2023, "540481 540581 659012", "540422 540530"),
        (2024, "653228 653229 460302 460303", ""),
        (2025, "500157", "500105 500112"),
    ],
)
def test_changes_up_to_2025_are_in_the_list(
    by_code: dict[str, dict[str, str | None]], year: int, present: str, gone: str
) -> None:
    assert set(present.split()) <= by_code.keys(), year
    assert not set(gone.split()) & by_code.keys(), year


@pytest.mark.parametrize(
    ("code", "name_zh", "name_en"),
    [
        ("130225", "乐亭县", "Laoting"),
        ("131025", "大城县", "Daicheng"),
        ("130726", "蔚县", "Yuxian"),
        ("140000", "山西省", "Shanxi"),
        ("140302", "城区", "Chengqu"),
        ("140924", "繁峙县", "Fanshi"),
        ("141024", "洪洞县", "Hongtong"),
        ("150521", "科尔沁左翼中旗", "Horqin Zuoyi Zhongqi"),
        ("150800", "巴彦淖尔市", "Bayannur"),
        ("210212", "旅顺口区", "Lüshunkou"),
        ("220200", "吉林市", "Jilin City"),
        ("320116", "六合区", "Luhe"),
        ("320830", "盱眙县", "Xuyi"),
        ("330382", "乐清市", "Yueqing"),
        ("331000", "台州市", "Taizhou"),
        ("331100", "丽水市", "Lishui"),
        ("340300", "蚌埠市", "Bengbu"),
        ("340722", "枞阳县", "Zongyang"),
        ("341021", "歙县", "Shexian"),
        ("341500", "六安市", "Lu'an"),
        ("341600", "亳州市", "Bozhou"),
        ("341621", "涡阳县", "Guoyang"),
        ("361124", "铅山县", "Yanshan"),
        ("370900", "泰安市", "Tai'an"),
        ("371522", "莘县", "Shenxian"),
        ("371524", "东阿县", "Dong'e"),
        ("371722", "单县", "Shanxian"),
        ("410122", "中牟县", "Zhongmu"),
        ("410223", "尉氏县", "Weishi"),
        ("410621", "浚县", "Xunxian"),
        ("411221", "渑池县", "Mianchi"),
        ("411726", "泌阳县", "Biyang"),
        ("421002", "沙市区", "Shashi"),
        ("440113", "番禺区", "Panyu"),
        ("441422", "大埔县", "Dabu"),
        ("441900", "东莞市", "Dongguan"),
        ("460400", "儋州市", "Danzhou"),
        ("500000", "重庆市", "Chongqing"),
        ("510117", "郫都区", "Pidu"),
        ("510703", "涪城区", "Fucheng"),
        ("511123", "犍为县", "Qianwei"),
        ("511527", "筠连县", "Junlian"),
        ("511822", "荥经县", "Yingjing"),
        ("513300", "甘孜藏族自治州", "Garze"),
        ("520622", "玉屏侗族自治县", "Yuping"),
        ("530300", "曲靖市", "Qujing"),
        ("540000", "西藏自治区", "Xizang"),
        ("540200", "日喀则市", "Xigaze"),
        ("610000", "陕西省", "Shaanxi"),
        ("610100", "西安市", "Xi'an"),
        ("610681", "子长市", "Zichang"),
        ("632500", "海南藏族自治州", "Hainan Prefecture"),
        ("650100", "乌鲁木齐市", "Ürümqi"),
        ("652823", "尉犁县", "Yuli"),
        ("653100", "喀什地区", "Kashgar"),
        ("654002", "伊宁市", "Yining"),
        ("654021", "伊宁县", "Yining County"),
    ],
)
def test_names_are_read_as_people_there_read_them(
    by_code: dict[str, dict[str, str | None]], code: str, name_zh: str, name_en: str
) -> None:
    assert (by_code[code]["name_zh"], by_code[code]["name_en"]) == (name_zh, name_en)


def test_only_provinces_have_a_tile_and_each_its_own(
    areas: pl.DataFrame, tiles: dict[str, tuple[int, int]]
) -> None:
    placed = areas.filter(pl.col("tile_row").is_not_null() | pl.col("tile_column").is_not_null())
    assert placed["code"].to_list() == areas.filter(level=Level.PROVINCE)["code"].to_list()
    assert len(set(tiles.values())) == 34
    assert {row for row, _ in tiles.values()} == set(range(9))
    assert {column for _, column in tiles.values()} == set(range(7))


@pytest.mark.parametrize(
    ("northern", "southern"),
    [
        ("Heilongjiang", "Jilin"),
        ("Jilin", "Liaoning"),
        ("Inner Mongolia", "Shanxi"),
        ("Beijing", "Hebei"),
        ("Xinjiang", "Xizang"),
        ("Shandong", "Jiangsu"),
        ("Jiangsu", "Zhejiang"),
        ("Zhejiang", "Fujian"),
        ("Henan", "Hubei"),
        ("Hubei", "Hunan"),
        ("Sichuan", "Yunnan"),
        ("Guangdong", "Macao"),
        ("Guangdong", "Hong Kong"),
        ("Guangxi", "Hainan"),
    ],
)
def test_tiles_keep_north_above_south(
    tiles: dict[str, tuple[int, int]], northern: str, southern: str
) -> None:
    assert tiles[northern][0] < tiles[southern][0]


@pytest.mark.parametrize(
    ("western", "eastern"),
    [
        ("Xinjiang", "Gansu"),
        ("Xizang", "Qinghai"),
        ("Gansu", "Ningxia"),
        ("Shaanxi", "Henan"),
        ("Beijing", "Tianjin"),
        ("Hebei", "Shandong"),
        ("Anhui", "Jiangsu"),
        ("Jiangsu", "Shanghai"),
        ("Sichuan", "Chongqing"),
        ("Yunnan", "Guizhou"),
        ("Hunan", "Guangdong"),
        ("Guangxi", "Guangdong"),
        ("Macao", "Hong Kong"),
        ("Fujian", "Taiwan"),
    ],
)
def test_tiles_keep_west_left_of_east(tiles: dict[str, tuple[int, int]], western: str, eastern: str) -> None:
    assert tiles[western][1] < tiles[eastern][1]
