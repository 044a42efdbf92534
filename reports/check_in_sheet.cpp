// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/check_in_sheet.h"

#include "reports/order_blocks.h"
#include "reports/paper.h"

namespace bayline::reports {

Document LayCheckInSheet(const CheckInSheet& sheet, const Stationery& stationery)
{
    const Translate& tr = stationery.tr;
    const core::WorkOrder& order = sheet.order;
    Paper paper(stationery, {.sender = SenderOf(sheet.shop), .title = tr("Check-in sheet"), .number = order.number});

    paper.TwoGroups(tr("Customer"), CustomerPairs(order.customer, tr), tr("Vehicle"), VehiclePairs(order, tr));
    paper.Section(tr("Appointment"));
    paper.KeyValueSection({{tr("Car received"), core::FormatMinute(order.openedAt, stationery.zone)},
                           {tr("Promised for"), core::FormatMinute(order.promisedAt, stationery.zone)},
                           {tr("Service advisor"), order.advisor.name}},
                          3);
    paper.Section(tr("In the customer's words"));
    paper.TextPanel(order.complaint.empty() ? "–" : order.complaint);
    if (!order.odometerIn.note.empty())
        paper.SmallPrint(Fill(tr("Note on the mileage: {1}"), {order.odometerIn.note}));
    if (!sheet.customerLink.empty()) {
        paper.Body().Space(14);
        paper.Body().Add(LinkPanel(stationery, tr("Follow the work on your phone"),
                                   tr("Scan the code to see every step, the findings with photos and the quote, and to "
                                      "approve or decline each line."),
                                   sheet.customerLink, paper.Width()));
    }
    if (!sheet.walkRound.empty()) {
        paper.Section(tr("Condition at reception"));
        paper.Photos(sheet.walkRound);
    }
    paper.Body().Space(14, Keep::WithNext);
    paper.Body().Add(TextBlock(stationery.fonts,
                               tr("I hand over the vehicle in the condition shown. Work that costs money starts only "
                                  "after I have approved it. Please take valuables out of the car."),
                               kSmall, paper.Width()),
                     Keep::WithNext);
    paper.Signatures({tr("Customer, date"), tr("Service advisor, date")});
    return paper.Finish();
}

} // namespace bayline::reports
