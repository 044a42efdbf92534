// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/admin/commands.h"

#include "db/import.h"
#include "sync/pairing.h"

#include <iostream>

namespace bayline::admin {

int RunRotateKey(db::Connection& owner)
{
    const auto change = db::BeginKeyChange(owner);
    if (!change.present.Paired()) {
        std::cerr << "This shop is not paired with a customer app.\n";
        return kNotDone;
    }
    const auto replaced = sync::ReplaceKey(change.present, {change.nextKeyId, change.nextSecret});
    if (!replaced) {
        std::cerr << replaced.FirstRefusal().Text() << "\n";
        return kNotDone;
    }
    db::FinishKeyChange(owner, change.nextKeyId);
    std::cout << "The key to the customer app was replaced. The old one is good for another day.\n";
    return kDone;
}

} // namespace bayline::admin
