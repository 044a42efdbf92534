// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue.h"
#include "core/quote_life.h"
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
    std::string amount; ///< with tax where the shop's prices include it
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

/// A line as the form of a decision shows it.
struct DecidableLine
{
    std::string description;
    core::SeenLine seen;
    friend bool operator==(const DecidableLine&, const DecidableLine&) = default;
};

/// What was said on the phone or at the counter.
struct DecisionForm
{
    core::Channel channel = core::Channel::Phone;
    std::string byName;
    std::string phone;
    std::map<core::LineId, core::Decision> lines; ///< pending ones are left out
    std::map<core::LineId, DecidableLine> shown{};
    std::string takenBack{}; ///< which choices fell away when the lines were shown anew, and why; mostly empty
};

/// What the line comes to in the terms of its price: with tax where the shop's prices include it, else without.
[[nodiscard]] core::Money LineAmount(const core::QuoteLine& line, bool pricesIncludeTax);
/// Part, payer and warranty of a line in one row of words.
[[nodiscard]] std::string LineDetails(const Context& context, const core::QuoteLine& line);

/// Work put off at an earlier visit, as a button offers it.
struct QuoteDeferred
{
    core::LineRef from;
    std::string name; ///< "2026-05-02 · Front brake pads · ¥468.00"
    std::string tip;  ///< the finding it answers
    core::Result severity = core::Result::Yellow;
};

/// A package that suits the car today.
struct PackageOffer
{
    core::PackageId id;
    std::string name; ///< "Front brakes · 90 min · ¥1,280.00"
    std::string tip;  ///< what is in it
    core::CataloguePackage package;
    std::vector<core::QuoteLine> lines; ///< priced by the rules
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
    /// What was sent last and what became of it: valid until, expired, withdrawn; or that nothing was sent.
    [[nodiscard]] std::string SentText() const;
    [[nodiscard]] core::QuoteStanding Standing() const;
    /// Something of the newest revision still waits for the customer and may be taken back.
    [[nodiscard]] bool CanWithdraw() const;
    /// What the car's owner put off at other visits.
    [[nodiscard]] std::vector<QuoteDeferred> Deferred() const;
    /// True when something was added or changed since the last sending.
    [[nodiscard]] bool HasUnsent() const;
    [[nodiscard]] bool CanDecide() const;
    /// Amount of what is typed so far, as in QuoteRow; empty while it is not complete.
    [[nodiscard]] std::string AmountOf(const LineForm& form) const;

    /// A form prefilled from a finding: the best match of the catalogue comes later through FindInCatalogue.
    [[nodiscard]] LineForm FormForFinding(core::ItemId item) const;
    /// One click: a labour line named after the finding, at the shop's rate for one hour, to be refined.
    void AddFromFinding(core::ItemId item, std::function<void(core::LineId)> done = {});

    /// Catalogue items for the text typed; only the answer to the newest request arrives.
    void FindInCatalogue(const std::string& text, std::function<void(std::vector<db::CatalogueItem>)> found);

    /// Packages and price rules for this car, read once a window; shown through the order's onChanged.
    void LoadOffers();
    [[nodiscard]] const std::vector<PackageOffer>& Packages() const { return m_packages; }
    /// One click: every work and part of the package, for the finding without a line that it answers, if there is one.
    void AddPackage(core::PackageId package);
    /// One click: a line for each finding that has none, those of a package that answers it where there is one.
    void AddAllFindings();
    /// What one of the item costs for this car and payer, and why.
    [[nodiscard]] core::PriceChoice PriceOf(const db::CatalogueItem& item, core::PayType payer) const;
    /// The reason in the user's language; empty for an item with a price of its own.
    [[nodiscard]] std::string ReasonOf(const core::PriceChoice& choice) const;

    /// Saves the form as a new line or as a change of `before`. Fields are refused beside themselves through `line`.
    void SaveLine(const LineForm& form, const std::optional<core::QuoteLine>& before, std::function<void()> done = {});
    void RemoveLine(core::LineId line, std::function<void()> done = {});
    void Send(const std::string& message, std::function<void()> done = {});
    /// Takes the revision back, if it is still the newest. The customer reads the reason.
    /// `revision` is the one the person read when they began.
    void Withdraw(int revision, const std::string& reason, std::function<void()> done = {});
    /// One click: the work put off becomes a line of this quote, at the price of that day.
    void AddDeferred(core::LineRef from, std::function<void(core::LineId)> done = {});
    /// Shows in the form what can be decided now. A choice on a line that others changed, or that was decided,
    /// meanwhile falls away and is told; nothing moves while the form is being saved.
    void ShowDecidable(DecisionForm& form) const;
    /// The choices count for the lines as the form shows them.
    void RecordDecision(const DecisionForm& form, std::function<void()> done = {});

    Deed line;
    Deed remove;
    Deed send;
    Deed decide;
    Deed withdraw;

private:
    WorkOrderPresenter& m_presenter;
    /// What was said about an earlier attempt no longer holds once a line changes.
    void ForgetRefusedSending();
    void AddLines(std::vector<core::QuoteLine> lines, std::function<void()> done = {});
    /// The quote as the person sees it, with what they have just saved themselves.
    [[nodiscard]] std::vector<core::QuoteLine> SeenLines() const;
    [[nodiscard]] std::string WhyTakenBack(const DecidableLine& before, const DecidableLine* now) const;

    RequestSlot m_catalogueSlot;
    RequestSlot m_offerSlot;
    bool m_offersAsked = false;
    std::vector<PackageOffer> m_packages;
    core::PriceRules m_rules;
    std::vector<core::QuoteLine> m_saving; ///< what `line` saves
    core::LineId m_removing;               ///< what `remove` removes
    core::QuoteId m_quoteId = core::QuoteId::New();
    core::DecisionId m_decisionId = core::DecisionId::New();
};

} // namespace bayline::desktop
