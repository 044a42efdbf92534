// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/presenters/quote_presenter.h"

#include "core/text.h"
#include "desktop/presenters/inspection_presenter.h"

#include <algorithm>

namespace bayline::desktop {

namespace {

void Append(std::string& text, const std::string& part)
{
    if (part.empty()) {
        return;
    }
    if (!text.empty()) {
        text += " · ";
    }
    text += part;
}

std::string WarrantyText(const Context& context, const core::Warranty& warranty)
{
    const auto months = std::to_string(warranty.months);
    const auto km = std::to_string(warranty.km);
    if (warranty.months > 0 && warranty.km > 0) {
        return context.Count("warranty {1} month or {2} km", "warranty {1} months or {2} km", warranty.months, {km});
    }
    return warranty.months > 0 ? context.Count("warranty {1} month", "warranty {1} months", warranty.months)
                               : context.Tr(N_("warranty {1} km"), {km});
}

} // namespace

core::Money LineAmount(const core::QuoteLine& line, bool pricesIncludeTax)
{
    const auto amounts = core::ComputeAmounts(line, pricesIncludeTax);
    return pricesIncludeTax ? amounts.gross : amounts.net;
}

std::string LineDetails(const Context& context, const core::QuoteLine& line)
{
    std::string details;
    if (line.part) {
        Append(details, context.Tr(core::PartKindName(line.part->kind)));
        Append(details, line.part->number);
        Append(details, line.part->brand);
        Append(details, line.part->origin);
    }
    if (line.payType != core::PayType::Customer) {
        Append(details, context.Tr(core::PayTypeName(line.payType)));
    }
    if (line.warranty) {
        Append(details, WarrantyText(context, *line.warranty));
    }
    return details;
}

namespace {

std::string DecisionText(const Context& context, const core::Approval& approval)
{
    const auto at = core::FormatMinute(approval.decidedAt, context.zone);
    const auto channel = context.Tr(core::ChannelName(approval.channel));
    return approval.recordedBy.empty() ? context.Tr(N_("{1}, {2}, {3}"), {approval.byName, channel, at})
                                       : context.Tr(N_("{1}, {2}, {3}, written down by {4}"),
                                                    {approval.byName, channel, at, approval.recordedBy});
}

} // namespace

bool QuotePresenter::Editable() const
{
    const auto& order = m_presenter.Order();
    return m_presenter.MayAdvise() && core::IsOpen(order.stage) && !order.invoice;
}

std::vector<QuoteRow> QuotePresenter::Rows() const
{
    const auto& order = m_presenter.Order();
    const auto& context = m_presenter.TheContext();
    std::vector<QuoteRow> rows;
    for (const auto& quoted : order.lines) {
        QuoteRow row;
        row.id = quoted.id;
        row.state = order.StateOf(quoted);
        row.stateWord = context.Tr(core::LineStateName(row.state));
        if (const auto* approval = order.ApprovalOf(quoted)) {
            row.decision = DecisionText(context, *approval);
        }
        row.kind = context.Tr(core::LineKindName(quoted.kind));
        row.description = quoted.description;
        row.details = LineDetails(context, quoted);
        row.quantity = core::ToDecimal(quoted.quantity);
        if (quoted.kind == core::LineKind::Labour) {
            row.quantity = context.Tr(N_("{1} h"), {row.quantity});
        }
        row.unitPrice = core::Display(quoted.unitPrice, order.currency);
        row.discount = quoted.discount.bp == 0 ? std::string() : "−" + core::ToPercent(quoted.discount) + " %";
        row.amount = core::Display(LineAmount(quoted, order.pricesIncludeTax), order.currency);
        const auto* item = quoted.finding && order.inspection ? order.inspection->Find(*quoted.finding) : nullptr;
        if (item != nullptr) {
            row.finding = ItemTitle(context, item->item);
            row.findingResult = item->result;
        }
        row.decidable = row.state == core::LineState::Pending || row.state == core::LineState::Approved ||
                        row.state == core::LineState::Declined;
        row.editable = Editable() && row.state != core::LineState::Working && row.state != core::LineState::Finished;
        rows.push_back(std::move(row));
    }
    return rows;
}

QuoteTotals QuotePresenter::Totals() const
{
    const auto& order = m_presenter.Order();
    const auto totals = core::ComputeTotals(order.lines, order.pricesIncludeTax);
    std::vector<core::QuoteLine> approved;
    std::vector<core::QuoteLine> pending;
    for (const auto& quoted : order.lines) {
        const auto state = order.StateOf(quoted);
        if (state == core::LineState::Pending) {
            pending.push_back(quoted);
        } else if (state != core::LineState::Draft && state != core::LineState::Declined) {
            approved.push_back(quoted);
        }
    }
    const auto show = [&](core::Money amount) { return core::Display(amount, order.currency); };
    const auto gross = [&](const std::vector<core::QuoteLine>& lines) {
        return show(core::ComputeTotals(lines, order.pricesIncludeTax).gross);
    };
    return {show(totals.net), show(totals.tax), show(totals.gross), gross(approved), gross(pending)};
}

std::vector<QuoteFinding> QuotePresenter::Findings() const
{
    const auto& order = m_presenter.Order();
    std::vector<QuoteFinding> findings;
    if (!order.inspection) {
        return findings;
    }
    for (const auto& item : order.inspection->items) {
        if (item.result != core::Result::Red && item.result != core::Result::Yellow) {
            continue;
        }
        const bool quoted = std::any_of(order.lines.begin(), order.lines.end(), [&](const core::QuoteLine& entry) {
            return entry.finding && *entry.finding == item.item.id;
        });
        findings.push_back({item.item.id, ItemTitle(m_presenter.TheContext(), item.item), item.result, quoted});
    }
    std::stable_sort(findings.begin(), findings.end(), [](const QuoteFinding& a, const QuoteFinding& b) {
        return a.result == core::Result::Red && b.result != core::Result::Red;
    });
    return findings;
}

std::string QuotePresenter::SentText() const
{
    const auto& context = m_presenter.TheContext();
    const auto* revision = m_presenter.Order().LastRevision();
    if (revision == nullptr) {
        return context.Tr(N_("No quote has been sent yet."));
    }
    const auto number = std::to_string(revision->revision);
    const auto lastDay = core::FormatDay(revision->validUntil, context.zone);
    if (revision->withdrawn) {
        return context.Tr(
            N_("Quote {1} was withdrawn at {2}: {3}"),
            {number, core::FormatMinute(revision->withdrawn->at, context.zone), revision->withdrawn->reason});
    }
    if (Standing() == core::QuoteStanding::Expired) {
        return context.Tr(N_("Quote {1} expired on {2}. No decision counts any more until it is sent again."),
                          {number, lastDay});
    }
    return context.Tr(N_("Quote {1} was sent at {2}; valid until {3}."),
                      {number, core::FormatMinute(revision->sentAt, context.zone), lastDay});
}

core::QuoteStanding QuotePresenter::Standing() const
{
    return core::StandingOf(m_presenter.Order(), m_presenter.TheContext().now());
}

bool QuotePresenter::CanWithdraw() const
{
    const auto standing = Standing();
    return Editable() && (standing == core::QuoteStanding::Open || standing == core::QuoteStanding::Expired);
}

std::vector<QuoteDeferred> QuotePresenter::Deferred() const
{
    const auto& order = m_presenter.Order();
    const auto& context = m_presenter.TheContext();
    std::vector<QuoteDeferred> offers;
    for (const auto& work : order.deferred) {
        const auto at = work.position.empty() ? context.Tr(work.finding)
                                              : context.Tr(work.finding) + " " + context.Tr(work.position);
        offers.push_back(
            {.from = work.from,
             .name =
                 context.Tr(N_("{1} · {2} · {3}"), {core::FormatDay(work.since, context.zone), work.line.description,
                                                    core::Display(work.gross, order.currency)}),
             .tip = context.Tr(N_("Put off with order {1}: {2}. Adds it to this quote."), {work.orderNumber, at}),
             .severity = work.severity});
    }
    return offers;
}

bool QuotePresenter::HasUnsent() const
{
    const auto& order = m_presenter.Order();
    const auto* revision = order.LastRevision();
    const bool removed = revision != nullptr && revision->lines.size() != order.lines.size();
    return removed || std::any_of(order.lines.begin(), order.lines.end(), [&](const core::QuoteLine& quoted) {
               return order.StateOf(quoted) == core::LineState::Draft;
           });
}

bool QuotePresenter::CanDecide() const
{
    const auto rows = Rows();
    const auto standing = Standing();
    return Editable() && standing != core::QuoteStanding::Expired && standing != core::QuoteStanding::Withdrawn &&
           std::any_of(rows.begin(), rows.end(), [](const QuoteRow& row) { return row.decidable; });
}

std::string QuotePresenter::AmountOf(const LineForm& form) const
{
    const auto parsed = ParseLine(form);
    const auto& order = m_presenter.Order();
    return parsed ? core::Display(LineAmount(parsed.Value(), order.pricesIncludeTax), order.currency) : std::string();
}

LineForm QuotePresenter::FormForFinding(core::ItemId item) const
{
    auto form = NewLineForm(m_presenter.TheContext().shop, core::LineKind::Labour);
    const auto& inspection = m_presenter.Order().inspection;
    if (const auto* found = inspection ? inspection->Find(item) : nullptr) {
        form.description =
            m_presenter.TheContext().Tr(N_("Repair: {1}"), {ItemTitle(m_presenter.TheContext(), found->item)});
        form.finding = item;
    }
    return form;
}

void QuotePresenter::FindInCatalogue(const std::string& text, std::function<void(std::vector<db::CatalogueItem>)> found)
{
    constexpr int kShown = 30;
    Start(
        m_presenter.TheContext().jobs, m_catalogueSlot,
        [text = core::CleanLine(text), powertrain = m_presenter.Order().vehicle.powertrain](
            db::Connection& connection) { return db::LoadCatalogue(connection, text, powertrain, kShown); },
        std::move(found), [](const core::Failure&) {});
}

void QuotePresenter::SaveLine(const LineForm& form, const std::optional<core::QuoteLine>& before,
                              std::function<void()> done)
{
    if (line.Locked()) {
        return;
    }
    auto parsed = ParseLine(form);
    if (!parsed) {
        line.Refuse(parsed.Refusals());
        m_presenter.onChanged();
        return;
    }
    ForgetRefusedSending();
    m_saving = {parsed.Value()};
    if (!before) {
        m_presenter.Do(
            line,
            [intent = core::AddLine{parsed.Value()}](const auto& order, const auto& actor) {
                return core::Decide(order, intent, actor);
            },
            std::move(done));
        return;
    }
    auto changed = parsed.Value();
    changed.position = before->position;
    m_presenter.Do(
        line,
        [intent = core::ChangeLine{*before, changed}](const auto& order, const auto& actor) {
            return core::Decide(order, intent, actor);
        },
        std::move(done));
}

void QuotePresenter::ForgetRefusedSending()
{
    send.Reopen();
    withdraw.Reopen();
}

std::vector<core::QuoteLine> QuotePresenter::SeenLines() const
{
    auto lines = m_presenter.Order().lines;
    if (line.Locked()) {
        for (const auto& saving : m_saving) {
            const auto present = std::find_if(lines.begin(), lines.end(),
                                              [&](const core::QuoteLine& quoted) { return quoted.id == saving.id; });
            if (present != lines.end()) {
                *present = saving;
            } else {
                lines.push_back(saving);
            }
        }
    }
    if (remove.Locked()) {
        std::erase_if(lines, [&](const core::QuoteLine& quoted) { return quoted.id == m_removing; });
    }
    return lines;
}

void QuotePresenter::RemoveLine(core::LineId lineId, std::function<void()> done)
{
    if (remove.Locked()) {
        return;
    }
    ForgetRefusedSending();
    m_removing = lineId;
    const auto& seen = m_presenter.Order();
    const auto* present = seen.FindLine(lineId);
    m_presenter.Do(
        remove,
        [intent = core::RemoveLine{lineId, present != nullptr ? core::SeenOn(seen, *present) : core::SeenLine{}}](
            const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

void QuotePresenter::Send(const std::string& message, std::function<void()> done)
{
    const auto& context = m_presenter.TheContext();
    const auto days = std::max(1, context.shop.quoteValidDays);
    // Valid to the end of the last day, as the shop's clock shows it.
    const auto validUntil =
        context.zone.DayBounds(context.now() + std::chrono::days(days)).second - std::chrono::seconds(1);
    const core::SendQuote intent{m_quoteId, validUntil, core::CleanText(message), SeenLines()};
    m_presenter.Do(
        send, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        [this, done = std::move(done)] {
            m_quoteId = core::QuoteId::New();
            if (done) {
                done();
            }
        });
}

void QuotePresenter::Withdraw(int revision, const std::string& reason, std::function<void()> done)
{
    const core::WithdrawQuote intent{revision, reason};
    m_presenter.Do(
        withdraw, [intent](const auto& order, const auto& actor) { return core::Decide(order, intent, actor); },
        std::move(done));
}

} // namespace bayline::desktop
