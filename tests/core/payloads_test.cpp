// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/payloads.h"

#include "core/failure.h"
#include "order_builder.h"

namespace bayline::core {

TEST(Payloads, LinesReadBackWhole)
{
    auto line = test::Line("Front brake pads", 46800, 1500);
    line.kind = LineKind::Part;
    line.warranty = Warranty{.months = 12, .km = 20'000};
    line.finding = ItemId::New();
    line.unitCost = Money{28000};
    line.operationCode = "BR-01";
    line.payType = PayType::Insurer;
    line.position = 3;
    EXPECT_EQ(ToJson(LineFromJson(ToJson(line))), ToJson(line));
}

TEST(Payloads, ChecklistsReadBackWhole)
{
    Checklist checklist{.id = {}, .name = "BEV", .version = 2, .powertrains = {Powertrain::Bev, Powertrain::Phev}};
    checklist.items.push_back({.id = ItemId::New(),
                               .group = "Tyres",
                               .name = "Tread",
                               .position = "LF",
                               .kind = ItemKind::Measured,
                               .unit = "mm",
                               .limits = Limits{.greenMilli = 3500, .redMilli = 1600, .greenExclusive = false},
                               .photoRequired = true});
    EXPECT_EQ(ToJson(ChecklistFromJson(ToJson(checklist))), ToJson(checklist));
}

TEST(Payloads, WrongShapesAreCorruptAndNameTheMember)
{
    auto json = ToJson(test::Line("x", 1));
    json["unit_price"] = "1,00";
    try {
        (void)LineFromJson(json);
        FAIL() << "read a price that is text";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.Kind(), FailureKind::Corrupt);
        EXPECT_NE(failure.Where().find("unit_price"), std::string::npos);
    }
    json = ToJson(test::Line("x", 1));
    json["kind"] = "banana";
    EXPECT_THROW((void)LineFromJson(json), Failure);
}

} // namespace bayline::core
