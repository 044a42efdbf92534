// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/outcome.h"
#include "core/shop.h"

#include <map>
#include <string>
#include <vector>

namespace bayline::core {

/// The outlet that every shop has. It has no code.
inline constexpr int kFirstOutlet = 1;

/// What an outlet says differently from the shop. Empty: as the shop.
struct OutletValues
{
    std::string paperName; ///< at the head of papers
    std::string address;
    std::string phone;
    std::string taxId;
    std::string bank;
    std::string bankAccount;
    std::string invoiceFooter;
    std::vector<std::string> bays;
    std::string quarantineBay;
    std::string logo; ///< SHA-256 of the stored JPEG

    friend bool operator==(const OutletValues&, const OutletValues&) = default;
};

/// One of the shop's places: customers, cars, prices and people are the shop's; address, numbers, till and bays are its
/// own.
struct Outlet
{
    int no = 0; ///< given by the database; 0: not saved yet
    OutletId id;
    int seq = 0;
    std::string code; ///< 1–4 of A–Z and 0–9 in front of its numbers; empty for the first outlet; never changes
    std::string name; ///< in lists and choices
    bool active = true;
    OutletValues own;
};

/// Where a PC stands, and what papers of each place take.
struct Premises
{
    Shop shop; ///< as this PC goes by it
    std::vector<Outlet> outlets;
    std::map<int, Shop> shops; ///< of each outlet, when there is more than one
};

/// Refuses a code that is missing, malformed, taken or the name of a series, a name that is missing or taken, and
/// closing the first outlet. Fields as in `outlet.saved`.
[[nodiscard]] std::vector<Refusal> RefuseOutlet(const Outlet& outlet, const std::vector<Outlet>& all);

/// The outlet of this number; nullptr when there is none.
[[nodiscard]] const Outlet* FindOutlet(const std::vector<Outlet>& all, int no);

/// Where places are worth telling apart: more than one is there or was.
[[nodiscard]] bool HasOutlets(const std::vector<Outlet>& all);

} // namespace bayline::core
