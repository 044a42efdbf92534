// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shop_day.h"

#include "core/random.h"
#include "db/settings.h"

#include <atomic>

namespace bayline::test {

namespace {

template <class T>
T Must(core::Outcome<T> outcome)
{
    if (!outcome) {
        throw std::runtime_error(outcome.FirstRefusal().code + ": " + outcome.FirstRefusal().Text());
    }
    return std::move(outcome).Value();
}

/// The shop's clock stands still in a test no longer than its run.
core::Instant Tomorrow()
{
    return core::Now() + std::chrono::hours(24);
}

/// A European VIN, which needs no check digit, another one each time.
std::string NextVin()
{
    static std::atomic<int> last = 100'000;
    return "WVWZZZ3CZEE" + std::to_string(++last);
}

} // namespace

core::CheckIn CheckInForm(const std::string& customerName, const std::string& plate)
{
    core::CheckIn form;
    form.workOrder = core::WorkOrderId::New();
    form.customer.id = core::CustomerId::New();
    form.customer.name = customerName;
    form.customer.phone = "13812345678";
    form.customer.language = "zh-CN";
    form.vehicle.id = core::VehicleId::New();
    form.vehicle.customer = form.customer.id;
    form.vehicle.plate = plate;
    form.vehicle.vin = NextVin();
    form.vehicle.make = "BYD";
    form.vehicle.model = "Han EV";
    form.vehicle.modelYear = 2024;
    form.vehicle.powertrain = core::Powertrain::Bev;
    form.odometerTyped = "45210";
    form.complaint = "刹车异响";
    form.promisedAt = Tomorrow();
    form.linkToken = core::NewLinkToken();
    return form;
}

core::WorkOrderId CheckIn(db::Connection& desk, const db::Session& advisor, const core::CheckIn& form)
{
    const auto streams = Must(core::Decide(form, db::LoadShop(desk), advisor.Actor()));
    const auto appended = Must(db::AppendEvents(desk, advisor, core::OperationId::New(), streams));
    if (appended.conflict) {
        throw std::runtime_error("conflict at check-in");
    }
    return form.workOrder;
}

core::QuoteLine LabourLine(const std::string& description, std::int64_t unitPrice, std::int64_t quantityMilli)
{
    core::QuoteLine line;
    line.id = core::LineId::New();
    line.kind = core::LineKind::Labour;
    line.description = description;
    line.quantity = {quantityMilli};
    line.unitPrice = {unitPrice};
    line.tax = {1300};
    return line;
}

core::QuoteLine PartLine(const std::string& description, std::int64_t unitPrice, std::int64_t quantityMilli)
{
    auto line = LabourLine(description, unitPrice, quantityMilli);
    line.kind = core::LineKind::Part;
    line.part = core::Part{.number = "04465-33450",
                           .brand = "Akebono",
                           .origin = "日本",
                           .kind = core::PartKind::Oem,
                           .supplier = "Wholesale Ltd"};
    line.unitCost = core::Money{unitPrice / 2};
    line.warranty = core::Warranty{12, 20'000};
    return line;
}

void QuoteAndApprove(db::Connection& desk, const db::Session& advisor, core::WorkOrderId id,
                     const std::vector<core::QuoteLine>& lines)
{
    for (const auto& line : lines) {
        Do(desk, advisor, id, core::AddLine{line});
    }
    Do(desk, advisor, id, core::SendQuote{.id = core::QuoteId::New(), .validUntil = Tomorrow(), .message = {}});
    const auto order = db::LoadWorkOrder(desk, id);
    core::RecordDecision decision{.id = core::DecisionId::New(),
                                  .channel = core::Channel::Phone,
                                  .byName = order.customer.name,
                                  .phone = "13812345678",
                                  .lines = {}};
    for (const auto& line : lines) {
        decision.lines.push_back({.line = line.id,
                                  .lineHash = core::LineHash(*order.FindLine(line.id), order.pricesIncludeTax),
                                  .decision = core::Decision::Approved});
    }
    Do(desk, advisor, id, decision);
}

void RepairAll(db::Connection& connection, const db::Session& technician, const db::Session& checker,
               core::WorkOrderId id)
{
    for (const auto& line : db::LoadWorkOrder(connection, id).lines) {
        const auto entry = core::EntryId::New();
        Do(connection, technician, id, core::StartClock{.id = entry, .line = line.id});
        Do(connection, technician, id, core::StopClock{.id = entry});
        Do(connection, technician, id, core::FinishLine{.line = line.id});
    }
    const auto powertrain = db::LoadWorkOrder(connection, id).vehicle.powertrain;
    Do(connection, checker, id, core::CheckQuality{.note = {}, .passed = true, .items = core::AllChecked(powertrain)});
}

std::string Invoice(db::Connection& desk, const db::Session& advisor, core::WorkOrderId id)
{
    const auto shop = db::LoadShop(desk);
    const core::IssueInvoice intent{.id = core::InvoiceId::New(),
                                    .buyer = {.name = "王小明"},
                                    .kmOut = 45'215,
                                    .oldParts = core::OldParts::Returned};
    const auto appended = Must(db::Execute(desk, advisor, id, core::OperationId::New(),
                                           [&](const core::WorkOrder& order, const core::Actor& actor) {
                                               return core::Decide(order, shop, intent, actor);
                                           }));
    return appended.numbers.at(core::StreamName("work_order", id.value));
}

} // namespace bayline::test
