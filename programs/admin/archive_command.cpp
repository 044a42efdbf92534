// SPDX-License-Identifier: GPL-3.0-or-later
// `bayline-admin report-repairs FILE`: tells the register of vehicle records about settled bills, from cron.
#include "core/failure.h"
#include "db/import.h"
#include "db/settings.h"
#include "db/work_order_store.h"
#include "programs/admin/commands.h"
#include "sync/health_archive.h"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

namespace bayline::admin {

namespace {

struct ArchiveSettings
{
    sync::ArchiveAccess access;
    std::string since; ///< bills issued from this moment on
};

ArchiveSettings ReadFile(const std::string& path)
{
    std::ifstream in(path);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    boost::system::error_code error;
    const auto value = boost::json::parse(text, error);
    if (error || !value.is_object()) {
        throw UsageError("The file with the register's address cannot be read as JSON: " + path);
    }
    const auto part = [&](const char* name) {
        const auto* found = value.get_object().if_contains(name);
        if (found == nullptr || !found->is_string()) {
            throw UsageError("The file with the register's address lacks \"" + std::string(name) + "\".");
        }
        return std::string(found->get_string());
    };
    return {{part("token_url"), part("upload_url"), part("company_code"), part("company_password")}, part("since")};
}

/// The answer becomes part of the order.
void Keep(db::Connection& owner, const core::WorkOrder& order, const core::Invoice& invoice,
          const sync::ArchiveAnswer& answer)
{
    db::ImportEvents(owner, core::OperationId::New(),
                     {{.stream = core::StreamName("work_order", order.id.value),
                       .expectedSeq = order.seq,
                       .events = {{.event = {"archive.reported",
                                             {{"invoice_id", invoice.id.Text()},
                                              {"accepted", answer.accepted},
                                              {"message", answer.message}}}}}}});
}

} // namespace

int RunReportRepairs(db::Connection& owner, const Arguments& arguments)
{
    constexpr int kMost = 500; // a run; cron comes again
    const auto settings =
        ReadFile(arguments.Word(1, "the file with the register's address, company code and password"));
    const auto shop = db::LoadShop(owner);
    const core::ShopZone zone(shop.timeZone);
    sync::HealthArchive archive(settings.access, {});
    const auto list = owner.Json("api.unreported_invoices(:since::timestamptz, :most::int)",
                                 {{"since", settings.since}, {"most", kMost}});
    int accepted = 0;
    int refused = 0;
    for (const auto& entry : list.as_array()) {
        const auto& object = entry.as_object();
        const auto order =
            db::LoadWorkOrder(owner, core::WorkOrderId::From(std::string_view(object.at("order_id").as_string())));
        const auto id = core::InvoiceId::From(std::string_view(object.at("invoice_id").as_string()));
        const auto invoice = std::find_if(order.invoices.begin(), order.invoices.end(),
                                          [&](const core::Invoice& one) { return one.id == id; });
        const auto answer = archive.Report(*invoice, zone);
        const auto last = std::find_if(order.archiveReports.rbegin(), order.archiveReports.rend(),
                                       [&](const core::ArchiveReport& report) { return report.invoice == id; });
        // The same refusal again says nothing new.
        if (answer.accepted || last == order.archiveReports.rend() || last->message != answer.message) {
            Keep(owner, order, *invoice, answer);
        }
        (answer.accepted ? accepted : refused)++;
        if (!answer.accepted) {
            std::cout << invoice->number << ": " << answer.message << "\n";
        }
    }
    std::cout << accepted << " bills accepted, " << refused << " refused.\n";
    return refused == 0 ? kDone : kNotDone;
}

} // namespace bayline::admin
