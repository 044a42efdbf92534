// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/customer.h"
#include "core/shop.h"
#include "core/staff.h"
#include "core/vehicle.h"
#include "db/catalogue.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// The texts of resources/demo as structs.
namespace bayline::demo {

struct StaffData
{
    core::StaffMember member; ///< without id
    std::string pin;
    std::string hvLicenceUntil; ///< ISO day or empty
};

struct CarData
{
    core::Vehicle vehicle;    ///< without id; the VIN has its check digit
    std::size_t customer = 0; ///< index in DemoData::customers
    std::int64_t km = 0;      ///< today
    std::int64_t kmPerDay = 30;
    std::string tyre; ///< catalogue code of the tyre that fits
};

struct FindingData
{
    std::string item;
    std::string position;
    std::optional<std::int64_t> valueMilli;
    core::Result result = core::Result::NotChecked;
    std::string note;
    std::string photo; ///< name of a picture or empty
    std::string after; ///< picture taken when the work is done
};

struct JobLine
{
    std::string code; ///< of the catalogue; "TYRE" for the car's tyre
    std::optional<std::size_t> finding;
    std::optional<core::Quantity> quantity;
};

struct JobData
{
    std::string code;
    int weight = 1;
    std::vector<core::Powertrain> powertrains; ///< empty: all
    std::string complaint;
    std::vector<FindingData> findings;
    std::vector<JobLine> lines;

    [[nodiscard]] bool Fits(core::Powertrain powertrain) const;
};

/// Values of a part in good order: from, to, step, in thousandths.
struct HealthyRange
{
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t step = 1;
};

struct OpenOrderData
{
    std::string plate;
    core::Stage stage = core::Stage::Received;
    std::vector<std::string> jobs;
    int openedMinutesAgo = 0;
    int promisedInMinutes = 0;
    int share = 100;      ///< percent of the checklist done so far
    bool partial = false; ///< the customer declined the second job
    bool secondQuote = false;
    bool paid = false;
    std::vector<std::string> photos;
};

struct DemoData
{
    core::Shop shop;
    std::vector<StaffData> staff;
    std::vector<core::Customer> customers;
    std::vector<CarData> cars;
    std::vector<db::CatalogueItem> catalogue;
    std::vector<JobData> jobs;
    std::map<std::string, HealthyRange> healthy;
    std::vector<OpenOrderData> openOrders;
    std::vector<core::Checklist> checklists;

    [[nodiscard]] const db::CatalogueItem& Item(const std::string& code) const;
    [[nodiscard]] const JobData& Job(const std::string& code) const;
};

/// Reads everything that is built in. Throws Failure (Corrupt) when the files contradict each other.
[[nodiscard]] DemoData ReadDemoData();

} // namespace bayline::demo
