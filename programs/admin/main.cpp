// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/failure.h"
#include "programs/admin/commands.h"

#include <iostream>

int main(int argc, char** argv)
{
    using namespace bayline;
    try {
        const auto arguments = admin::ReadArguments(argc, argv);
        return arguments ? admin::Run(*arguments) : admin::kDone;
    } catch (const admin::UsageError& error) {
        std::cerr << error.what() << "\n";
        return admin::kUsage;
    } catch (const core::Failure& failure) {
        if (failure.Code() == "BL010") {
            std::cerr << "A PIN has six to twelve digits.\n";
        } else if (failure.Code() == "BL014") {
            std::cerr << "Somebody has this staff number already.\n";
        } else {
            std::cerr << failure.Sentence() << " (" << failure.Where()
                      << (failure.Code().empty() ? "" : ", " + failure.Code()) << ")\n";
        }
        return failure.Kind() == core::FailureKind::DatabaseAway ? admin::kDatabaseAway : admin::kNotDone;
    } catch (const std::exception& error) {
        std::cerr << "bayline-admin could not go on: " << error.what() << "\n";
        return admin::kNotDone;
    }
}
