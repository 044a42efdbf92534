// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/shop.h"
#include "core/staff.h"
#include "core/time.h"
#include "desktop/async/changes.h"
#include "desktop/async/jobs.h"
#include "desktop/presenters/paper_memory.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bayline::desktop {

class DraftStore;
class Presence;

/// What a presenter needs of the world: the worker, who is signed in, the shop, the clock and the language. Made by
/// desktop/app and by tests. Lives as long as every presenter; read on the UI thread.
struct Context
{
    Jobs& jobs;
    std::string sessionToken; ///< of the person signed in; empty when nobody is
    core::StaffMember person;
    core::Shop shop;
    core::ShopZone zone = core::ShopZone();
    bool bayPc = false; ///< device class bay: no prices of purchase, no phone numbers
    std::function<core::Instant()> now = core::Now;
    /// An English sentence (gettext msgid) in, the user's language out.
    std::function<std::string(std::string_view)> translate = [](std::string_view text) { return std::string(text); };

    /// As translate, for a sentence that counts: English singular and plural and the number in, the form that the
    /// user's language has for it out.
    std::function<std::string(const char* one, const char* many, long long count)> plural =
        [](const char* one, const char* many, long long count) { return std::string(count == 1 ? one : many); };

    /// News from the database: what other PCs changed, whether it is there.
    std::shared_ptr<ChangeHub> changes = std::make_shared<ChangeHub>();
    /// Keeps what is typed over the end of the program; nothing where nothing is kept (tests).
    std::shared_ptr<DraftStore> drafts{};
    /// Who else has an order open; may be missing.
    std::shared_ptr<Presence> presence{};
    /// Printers and sizes of this PC's papers.
    std::shared_ptr<PaperMemory> papers = std::make_shared<PaperMemory>();

    [[nodiscard]] std::string Tr(std::string_view sentence) const { return translate(sentence); }
    [[nodiscard]] std::string Tr(std::string_view sentence, const std::vector<std::string>& arguments) const
    {
        return core::Refusal::Fill(translate(sentence), arguments);
    }
    /// "1 payment", "3 payments": `{1}` is the count, `{2}` … the further arguments.
    [[nodiscard]] std::string Count(const char* one, const char* many, long long count,
                                    std::vector<std::string> further = {}) const
    {
        further.insert(further.begin(), std::to_string(count));
        return core::Refusal::Fill(plural(one, many, count), further);
    }
    /// A refusal in the user's language. Arguments that are names of stages and the like are translated too, and
    /// moments are shown as the shop's wall clock shows them.
    [[nodiscard]] std::string Say(const core::Refusal& refusal) const
    {
        auto arguments = refusal.arguments;
        for (auto& argument : arguments) {
            const auto instant = core::ParseRfc3339(argument);
            argument = instant ? core::FormatMinute(*instant, zone) : argument.empty() ? argument : translate(argument);
        }
        return Tr(refusal.sentence, arguments);
    }
    [[nodiscard]] std::string Say(const core::Failure& failure) const { return Tr(failure.Sentence()); }
};

} // namespace bayline::desktop
