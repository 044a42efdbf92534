// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/check_in_rules.h"

#include "order_builder.h"

#include <algorithm>

namespace bayline::core {

using test::kLater;
using test::kNow;
using test::Person;

namespace {

CheckIn Form()
{
    CheckIn form;
    form.workOrder = WorkOrderId::New();
    form.customer = {.id = CustomerId::New(), .name = "张伟", .phone = "138 0013 8000"};
    form.vehicle = {.id = VehicleId::New(),
                    .plate = "沪a·d12345",
                    .vin = "LGXCE6CBXN0000001",
                    .make = "BYD",
                    .model = "Han EV",
                    .powertrain = Powertrain::Bev};
    form.odometerTyped = "52310";
    form.complaint = "刹车异响";
    form.promisedAt = kLater;
    form.linkToken = "token";
    return form;
}

std::vector<std::string> Fields(const Outcome<std::vector<StreamEvents>>& outcome)
{
    std::vector<std::string> fields;
    if (!outcome) {
        for (const auto& refusal : outcome.Refusals()) {
            fields.push_back(refusal.field);
        }
    }
    return fields;
}

} // namespace

TEST(CheckInForm, MakesCustomerVehicleAndOrderTogether)
{
    const auto outcome = Decide(Form(), Shop{}, Person("Chen"));
    ASSERT_TRUE(outcome);
    ASSERT_EQ(outcome.Value().size(), 3U);
    EXPECT_EQ(outcome.Value()[0].events[0].type, "customer.created");
    EXPECT_EQ(outcome.Value()[1].events[0].type, "vehicle.created");
    const auto& opened = outcome.Value()[2].events[0];
    EXPECT_EQ(opened.type, "work_order.opened");
    EXPECT_EQ(opened.data.at("vehicle").at("plate").as_string(), "沪AD12345");
    EXPECT_EQ(opened.data.at("phone_last4").as_string(), "8000");
    EXPECT_EQ(opened.data.at("customer").at("phone").as_string(), "13800138000");
}

TEST(CheckInForm, KnownCustomerAndCarAreNotWrittenAgain)
{
    auto form = Form();
    form.customer.seq = 4;
    form.customer.phone = "13800138000";
    form.customerBefore = form.customer;
    form.vehicle.seq = 2;
    form.vehicle.plate = "沪AD12345";
    form.vehicle.customer = form.customer.id;
    form.vehicleBefore = form.vehicle;
    ASSERT_EQ(Decide(form, Shop{}, Person("Chen")).Value().size(), 1U);
    form.vehicle.colour = "white";
    const auto changed = Decide(form, Shop{}, Person("Chen"));
    ASSERT_EQ(changed.Value().size(), 2U);
    EXPECT_EQ(changed.Value()[0].events[0].type, "vehicle.changed");
    EXPECT_EQ(changed.Value()[0].events[0].data.at("fields").as_object().size(), 1U);
    EXPECT_EQ(changed.Value()[0].expectedSeq, 2);
}

TEST(CheckInForm, NamesEveryWrongField)
{
    auto form = Form();
    form.customer.name = "";
    form.customer.phone = "12";
    form.vehicle.plate = "京A1";
    form.vehicle.vin = "LGXCE6CBXN00001";
    form.vehicle.model = " ";
    form.odometerTyped = "-3";
    form.complaint = std::string(10'001, 'x');
    form.promisedAt = kNow - std::chrono::hours{1};
    EXPECT_EQ(Fields(Decide(form, Shop{}, Person("Chen"))),
              (std::vector<std::string>{"customer.name", "customer.phone", "vehicle.plate", "vehicle.vin",
                                        "vehicle.model", "odometer", "complaint", "promised_at"}));
}

TEST(CheckInForm, WarnsWithoutStopping)
{
    auto form = Form();
    form.vehicle.powertrain = Powertrain::Ice;
    form.lastReading = LastReading{1'000, kNow - std::chrono::days{2}};
    const auto warnings = Warnings(form, Person("Chen"));
    ASSERT_EQ(warnings.size(), 2U);
    EXPECT_EQ(warnings[0].field, "vehicle.powertrain");
    EXPECT_EQ(warnings[1].field, "odometer");
    EXPECT_TRUE(Decide(form, Shop{}, Person("Chen")));
}

} // namespace bayline::core
