// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/admin/commands.h"

#include "db/import.h"
#include "sync/pairing.h"

#include <iostream>

namespace bayline::admin {

int RunPair(db::Connection& owner, const Arguments& arguments)
{
    const auto& url = arguments.Word(1, "the address of the customer app");
    const auto& code = arguments.Word(2, "the pairing code");
    const auto pairing = sync::Pair(url, code);
    if (!pairing) {
        std::cerr << pairing.FirstRefusal().Text() << "\n";
        return kNotDone;
    }
    db::ImportPairing(owner, pairing.Value().credentials, pairing.Value().linkBase);
    std::cout << "Paired with \"" << pairing.Value().shopName << "\".\n";
    return kDone;
}

} // namespace bayline::admin
