"""Personal data in texts: the pre-filter never skips a text in which the patterns find something."""

import random

import pytest

from guongsang.checks.privacy import _KINDS

_PARTS = """sinh|Sinh|SINH|ngày sinh|Ngày sinh:|sinh ngày|sinh năm| |  |\t|1990|12/3/1990|12 - 3 - 1990|CCCD|
căn cước công dân|CMND số: |079123456789|0912345678|0912 345 678|+84 912 345 678|84-912-345-678|trú tại|
thường trú|tạm trú tại|hộ khẩu thường trú|nhà riêng ở|nhà riêng tại|số nhà|Số nhà 12|ngõ 5|ngách|hẻm 7|
 12| Hà Nội|dân tộc|người|người dân tộc|Kinh|Tày|H'Mông|HMông|Ê Đê|theo đạo|đạo đức|tôn giáo :|Tôn giáo:|
tín đồ|Phật tử|đạo Cao Đài|Công giáo|ung thư|nhiễm HIV|HIV/AIDS|tâm thần|viêm gan B|bệnh tim|mắc bệnh|
bệnh án|nhóm máu|là người khuyết tật|a@gmail.com|x.y@yahoo.com.vn|.|,|;|số|hộ chiếu B1234567""".replace("\n", "").split(
    "|"
)


@pytest.mark.parametrize("kind", _KINDS, ids=lambda kind: kind.code)
def test_signs_stand_in_every_text_in_which_the_pattern_finds_something(kind):
    chance = random.Random(5)
    texts = [
        "".join(chance.choice(_PARTS) + chance.choice(["", " ", " "]) for _ in range(chance.randint(1, 9)))
        for _ in range(6000)
    ]
    found = [text for text in texts if kind.pattern.search(text)]
    assert found
    for text in found:
        assert kind.may_be_in(text.casefold()), text
        assert kind.may_be_in(f"trước\n\0{text}\0sau".casefold()), text
