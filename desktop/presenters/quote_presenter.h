// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/quote_form.h"
#include "desktop/presenters/work_order_presenter.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// One line as the list shows it.
struct QuoteRow
{
    core::LineId id;
    core::LineState state = core::LineState::Draft;
    std::string stateWord;
    std::string decision; ///< "Li Na, in the app, 10:22"; empty before one
    std::string kind;
    std::string description;
    std::string details; ///< part number, brand, origin, kind, warranty
    std::string quantity;
    std::string unitPrice;
    std::string discount;
    std::string amount; ///< with tax
    std::string finding;
    core::Result findingResult = core::Result::NotChecked;
    bool decidable = false; ///< sent with this content: a decision can be recorded
    bool editable = false;
};

struct QuoteTotals
{
    std::string net;
    std::string tax;
    std::string gross;
    std::string approved; ///< gross of the approved lines
    std::string pending;
};

/// A red or yellow finding that can become a line.
struct QuoteFinding
{
    core::ItemId item;
    std::string name;
    core::Result result = core::Result::NotChecked;
    bool quoted = false;
};

/// What was said on the phone or at the counter.
struct DecisionForm
{
    core::Channel channel = core::Channel::Phone;
    std::string byName;
    std::string phone;
    std::map<core::LineId, core::Decision> lines; ///< pending ones are left out
};

/// The quote of one order. UI thread only.
class QuotePresenter final
{
public:
    explicit QuotePresenter(WorkOrderPresenter& presenter) : m_presenter(presenter) {}

    [[nodiscard]] bool Editable() const;
    [[nodiscard]] std::vector<QuoteRow> Rows() const;
    [[nodiscard]] QuoteTotals Totals() const;
    [[nodiscard]] std::vector<QuoteFinding> Findings() const;
    /// "Quote 2, sent 10:05, valid until 2026-11-29" or that none was sent.
    [[nodiscard]] std::string SentText() const;
    /// True when something was added or changed since the last sending.
    [[nodiscard]] bool HasUnsent() const;
    [[nodiscard]] bool CanDecide() const;
    /// Amount with tax of what is typed so far; empty while it is not complete.
    [[nodiscard]] std::string AmountOf(const LineForm& form) const;

    /// A form prefilled from a finding: the best match of the catalogue comes later through FindInCatalogue.
    [[nodiscard]] LineForm FormForFinding(core::ItemId item) const;
    /// One click: a labour line named after the finding, at the shop's rate for one hour, to be refined.
    void AddFromFinding(core::ItemId item, std::function<void(core::LineId)> done = {});

    /// Catalogue items for the text typed; only the answer to the newest request arrives.
    void FindInCatalogue(const std::string& text, std::function<void(std::vector<db::CatalogueItem>)> found);

    /// Saves the form as a new line or as a change of `before`. Fields are refused beside themselves through `line`.
    void SaveLine(const LineForm& form, const std::optional<core::QuoteLine>& before, std::function<void()> done = {});
    void RemoveLine(core::LineId line, std::function<void()> done = {});
    void Send(const std::string& message, std::function<void()> done = {});
    void RecordDecision(const DecisionForm& form, std::function<void()> done = {});

    Deed line;
    Deed remove;
    Deed send;
    Deed decide;

private:
    WorkOrderPresenter& m_presenter;
    RequestSlot m_catalogueSlot;
    core::QuoteId m_quoteId = core::QuoteId::New();
    core::DecisionId m_decisionId = core::DecisionId::New();
};

} // namespace bayline::desktop
