// SPDX-License-Identifier: GPL-3.0-or-later
// Writes e-invoices and credit notes for ubl.test.mjs: `ubl_samples DIRECTORY SEED COUNT`.
#include "random_bills.h"
#include "reports/ubl.h"

#include <fstream>
#include <iostream>
#include <string>

int main(int argc, char** argv)
{
    using namespace bayline;
    if (argc != 4) {
        std::cerr << "ubl_samples DIRECTORY SEED COUNT\n";
        return 2;
    }
    const std::string directory = argv[1];
    const core::ShopZone zone("Europe/Warsaw");
    const auto write = [&](const std::string& name, const auto& paper) {
        std::ofstream(directory + "/" + name + ".xml") << reports::WriteUbl(paper, "PL", zone);
    };
    std::mt19937 random(static_cast<unsigned>(std::stoul(argv[2])));
    for (int i = 0; i < std::stoi(argv[3]); ++i) {
        const auto invoice = reports::test::RandomInvoice(random);
        write((invoice.pricesIncludeTax ? "gross-" : "net-") + std::to_string(i), invoice);
        write("credit-" + std::to_string(i), reports::test::RandomCredit(random, invoice));
    }
    write("known", reports::test::KnownInvoice(false));
    write("known-discount", reports::test::KnownInvoice(true));
    auto replaced = reports::test::KnownInvoice(false);
    replaced.replaces = "INV-2026-000044";
    replaced.prepaid = {5000};
    write("replaced", replaced);
    return 0;
}
