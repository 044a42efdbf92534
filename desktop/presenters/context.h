// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/outcome.h"
#include "core/outlet.h"
#include "core/shop.h"
#include "core/staff.h"
#include "core/time.h"
#include "desktop/async/changes.h"
#include "desktop/async/jobs.h"
#include "desktop/presenters/held_session.h"
#include "desktop/presenters/paper_memory.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
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
    core::Shop shop; ///< with what this PC's outlet says differently laid over
    core::ShopZone zone = core::ShopZone();
    bool bayPc = false; ///< device class bay: no prices of purchase, no phone numbers
    std::function<core::Instant()> now = core::Now;
    /// An English sentence (gettext msgid) in, the user's language out.
    std::function<std::string(std::string_view)> translate = [](std::string_view text) { return std::string(text); };

    /// As translate, for a sentence that counts: English singular and plural and the number in, the form that the
    /// user's language has for it out.
    std::function<std::string(const char* one, const char* many, long long count)> plural =
        [](const char* one, const char* many, long long count) { return std::string(count == 1 ? one : many); };

    std::vector<core::Outlet> outlets{}; ///< by number, closed ones too
    std::map<int, core::Shop> shops{};   ///< of each outlet, when there is more than one

    /// News from the database: what other PCs changed, whether it is there.
    std::shared_ptr<ChangeHub> changes = std::make_shared<ChangeHub>();
    /// Keeps what is typed over the end of the program; nothing where nothing is kept (tests).
    std::shared_ptr<DraftStore> drafts{};
    /// Who else has an order open; may be missing.
    std::shared_ptr<Presence> presence{};
    /// Printers and sizes of this PC's papers.
    std::shared_ptr<PaperMemory> papers = std::make_shared<PaperMemory>();

    /// Called when somebody has signed in, with whom `person` is by then.
    std::shared_ptr<Observers<core::StaffMember>> signedIn = std::make_shared<Observers<core::StaffMember>>();
    /// The session behind `sessionToken`.
    std::shared_ptr<HeldSession> held{};
    /// Runs a task on the UI thread; callable from any thread. At once where there is only one (tests).
    std::function<void(std::function<void()>)> toUi = [](const std::function<void()>& task) { task(); };
    /// Runs `work` beside the worker, one work after the other, then `done` on the UI thread: for files and pictures,
    /// which must not keep saves waiting and need no database. At once where there is only one thread (tests). `work`
    /// throws nothing and touches nothing of a window.
    std::function<void(std::function<void()> work, std::function<void()> done)> besides =
        [](const std::function<void()>& work, const std::function<void()>& done) {
            work();
            done();
        };
    /// The clocks and the unapplied time that taps on this PC began. Some may still wait for the database: a later tap
    /// here means them, too.
    std::shared_ptr<std::vector<core::EntryId>> begun = std::make_shared<std::vector<core::EntryId>>();
    /// A sentence about a save whose window has gone: the main window shows it.
    std::function<void(const std::string&)> tell = [](const std::string&) {};

    void Take(const core::Premises& premises)
    {
        shop = premises.shop;
        zone = core::ShopZone(shop.timeZone);
        outlets = premises.outlets;
        shops = premises.shops;
    }
    /// The shop as papers of this outlet's orders take it.
    [[nodiscard]] const core::Shop& ShopOf(int outlet) const
    {
        const auto found = shops.find(outlet);
        return found == shops.end() ? shop : found->second;
    }
    /// Only then anything is said about outlets.
    [[nodiscard]] bool HasOutlets() const { return core::HasOutlets(outlets); }
    /// What people call it; its code, when it has no name.
    [[nodiscard]] std::string OutletName(int no) const
    {
        const auto* outlet = core::FindOutlet(outlets, no);
        if (outlet != nullptr && !(outlet->name.empty() && outlet->code.empty()))
            return outlet->name.empty() ? outlet->code : outlet->name;
        return translate(N_("First outlet"));
    }
    /// What a list asks the database for: this PC's outlet, or nothing for all.
    [[nodiscard]] std::optional<int> OutletAsked(bool everywhere) const
    {
        return HasOutlets() && !everywhere ? std::optional(shop.outlet) : std::nullopt;
    }
    /// The name of another outlet than this PC's, for what belongs there; empty for what belongs here.
    [[nodiscard]] std::string ElsewhereName(int no) const
    {
        return HasOutlets() && no != shop.outlet ? OutletName(no) : std::string();
    }

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
    /// For KeepTrying: tells the main window why something that was entered in a window that has gone was not saved.
    [[nodiscard]] std::function<void(const Missed&)> TellMissed() const
    {
        return [this](const Missed& missed) {
            tell(Tr(N_("Something that you entered in a window closed meanwhile was not saved: {1}"),
                    {std::visit([this](const auto& why) { return Say(why); }, missed)}));
        };
    }
};

} // namespace bayline::desktop
