// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stage.h"

#include "core/outcome.h"

#include <algorithm>

namespace bayline::core {

namespace {

struct Entry
{
    Stage stage;
    std::string_view word;
    const char* name;
    std::string_view node;
};

constexpr std::array kEntries = {
    Entry{Stage::Received, "received", N_("Received"), "received"},
    Entry{Stage::Inspecting, "inspecting", N_("Inspecting"), "inspecting"},
    Entry{Stage::Quoting, "quoting", N_("Quoting"), "inspecting"},
    Entry{Stage::WaitingApproval, "waiting_approval", N_("Waiting for approval"), "inspecting"},
    Entry{Stage::Repairing, "repairing", N_("Repairing"), "repairing"},
    Entry{Stage::QualityCheck, "quality_check", N_("Final check"), "repairing"},
    Entry{Stage::Ready, "ready", N_("Ready"), "ready"},
    Entry{Stage::Delivered, "delivered", N_("Delivered"), "delivered"},
    Entry{Stage::Cancelled, "cancelled", N_("Cancelled"), "cancelled"},
};

constexpr std::array kLegalChanges = {
    std::pair{Stage::Received, Stage::Inspecting},
    std::pair{Stage::Received, Stage::Quoting},
    std::pair{Stage::Received, Stage::Cancelled},
    std::pair{Stage::Inspecting, Stage::Quoting},
    std::pair{Stage::Inspecting, Stage::Received},
    std::pair{Stage::Inspecting, Stage::Cancelled},
    std::pair{Stage::Quoting, Stage::WaitingApproval},
    std::pair{Stage::Quoting, Stage::Inspecting},
    std::pair{Stage::Quoting, Stage::Ready},
    std::pair{Stage::Quoting, Stage::Cancelled},
    std::pair{Stage::WaitingApproval, Stage::Repairing},
    std::pair{Stage::WaitingApproval, Stage::Quoting},
    std::pair{Stage::WaitingApproval, Stage::Inspecting},
    std::pair{Stage::WaitingApproval, Stage::Ready},
    std::pair{Stage::WaitingApproval, Stage::Cancelled},
    std::pair{Stage::Repairing, Stage::QualityCheck},
    std::pair{Stage::Repairing, Stage::Quoting},
    std::pair{Stage::Repairing, Stage::WaitingApproval},
    std::pair{Stage::QualityCheck, Stage::Ready},
    std::pair{Stage::QualityCheck, Stage::Repairing},
    std::pair{Stage::Ready, Stage::Delivered},
    std::pair{Stage::Ready, Stage::Repairing},
    std::pair{Stage::Ready, Stage::QualityCheck},
    std::pair{Stage::Ready, Stage::Cancelled},
};

const Entry& Find(Stage stage)
{
    return *std::find_if(kEntries.begin(), kEntries.end(), [&](const Entry& entry) { return entry.stage == stage; });
}

} // namespace

std::string_view ToWord(Stage stage)
{
    return Find(stage).word;
}

std::optional<Stage> StageFromWord(std::string_view word)
{
    const auto found =
        std::find_if(kEntries.begin(), kEntries.end(), [&](const Entry& entry) { return entry.word == word; });
    return found == kEntries.end() ? std::nullopt : std::optional{found->stage};
}

const char* StageName(Stage stage)
{
    return Find(stage).name;
}

std::string_view CustomerNode(Stage stage)
{
    return Find(stage).node;
}

bool IsLegalChange(Stage from, Stage to)
{
    return std::find(kLegalChanges.begin(), kLegalChanges.end(), std::pair{from, to}) != kLegalChanges.end();
}

bool IsStepBack(Stage from, Stage to)
{
    return to == Stage::Cancelled || static_cast<int>(to) < static_cast<int>(from);
}

bool IsOpen(Stage stage)
{
    return stage != Stage::Delivered && stage != Stage::Cancelled;
}

} // namespace bayline::core
