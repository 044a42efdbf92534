// SPDX-License-Identifier: GPL-3.0-or-later
// What the customer said on the phone or at the counter, bound to the lines as the form shows them.
#include "core/text.h"
#include "desktop/presenters/quote_presenter.h"

#include <utility>

namespace bayline::desktop {

void QuotePresenter::ShowDecidable(DecisionForm& form) const
{
    if (decide.Locked()) {
        return;
    }
    const auto& order = m_presenter.Order();
    std::map<core::LineId, DecidableLine> shown;
    for (const auto& row : Rows()) {
        if (row.decidable) {
            shown[row.id] = {row.description, core::SeenOn(order, *order.FindLine(row.id))};
        }
    }
    for (const auto& [lineId, before] : form.shown) {
        const auto now = shown.find(lineId);
        const auto choice = form.lines.find(lineId);
        if ((now != shown.end() && now->second == before) || choice == form.lines.end()) {
            continue;
        }
        if (choice->second != core::Decision::Pending) {
            form.takenBack += (form.takenBack.empty() ? "" : "\n") +
                              WhyTakenBack(before, now == shown.end() ? nullptr : &now->second);
        }
        form.lines.erase(choice);
    }
    form.shown = std::move(shown);
}

std::string QuotePresenter::WhyTakenBack(const DecidableLine& before, const DecidableLine* now) const
{
    const auto& context = m_presenter.TheContext();
    if (now == nullptr) {
        return context.Tr(N_("“{1}” can no longer be decided as it was sent: the list shows how it stands now. Your "
                             "choice for it was taken back."),
                          {before.description});
    }
    return now->seen.hash != before.seen.hash
               ? context.Tr(N_("“{1}” was changed meanwhile. Please ask the customer about it as it stands now; your "
                               "choice for it was taken back."),
                            {before.description})
               : context.Tr(N_("“{1}” was decided meanwhile. Please look at the answer; your choice for it was taken "
                               "back."),
                            {before.description});
}

void QuotePresenter::RecordDecision(const DecisionForm& form, std::function<void()> done)
{
    core::RecordDecision intent;
    intent.id = m_decisionId;
    intent.channel = form.channel;
    intent.byName = core::CleanLine(form.byName);
    intent.phone = form.channel == core::Channel::Phone ? core::CleanLine(form.phone) : std::string();
    for (const auto& [lineId, decision] : form.lines) {
        const auto shown = form.shown.find(lineId);
        if (shown != form.shown.end() && decision != core::Decision::Pending) {
            intent.lines.push_back({lineId, shown->second.seen.hash, decision, shown->second.seen.decided});
        }
    }
    m_presenter.Do(
        decide, [intent](const auto& fresh, const auto& actor) { return core::Decide(fresh, intent, actor); },
        [this, done = std::move(done)] {
            m_decisionId = core::DecisionId::New();
            if (done) {
                done();
            }
        });
}

} // namespace bayline::desktop
