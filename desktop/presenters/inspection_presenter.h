// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/work_order_presenter.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// "Brake pads · left front", in the user's language as far as it is ours.
[[nodiscard]] std::string ItemTitle(const Context& context, const core::ChecklistItem& item);

/// One item of the checklist as the window shows it.
struct InspectionRow
{
    core::ItemId id;
    std::string group; ///< set in the first row of a group only
    std::string title;
    bool measured = false;
    std::string unit;
    std::string limits; ///< "green from 5 mm, red below 3 mm"
    std::string value;  ///< as typed form; empty when nothing was measured
    std::string note;
    core::Result result = core::Result::NotChecked;
    int photos = 0;
    bool wantsPhoto = false; ///< red, asked for, and none there
    int quoteLines = 0;      ///< lines that answer it
    std::string last;        ///< what the last visit found: "Last: 6.0 mm · OK · 12 March, 30 000 km"
    bool mayConfirm = false; ///< nothing recorded yet, and the last finding may be confirmed
    std::string carried;     ///< number of the order it was confirmed from
    std::string forecast;    ///< when the part will be at its limit, or that a value cannot be right
    bool forecastWarns = false;
    bool waiting = false; ///< kept until the database is back; takes nothing new
    std::string problem;  ///< sentence beside the row
};

/// What a value typed so far would mean.
struct Judgement
{
    core::Result result = core::Result::NotChecked;
    bool understood = true; ///< false: not a number
    std::optional<std::int64_t> valueMilli;
};

/// What a person goes on from after an answer to what they entered on a row: their own entry when it was saved, what
/// somebody else recorded when that was the reason for a refusal. Nothing where the answer was not about it.
struct InspectionAnswer
{
    std::optional<std::string> value;
    std::optional<std::string> note;
    bool clash = false; ///< these are somebody else's: what was typed was not saved
};

/// The checklist of one order. UI thread only.
class InspectionPresenter final
{
public:
    explicit InspectionPresenter(WorkOrderPresenter& presenter) : m_presenter(presenter) {}

    [[nodiscard]] bool Started() const { return m_presenter.Order().inspection.has_value(); }
    [[nodiscard]] bool Editable() const;
    [[nodiscard]] const std::vector<core::Checklist>& Choices() const { return m_presenter.Basics().checklists; }
    [[nodiscard]] std::vector<InspectionRow> Rows() const;
    /// "24 items: 18 OK, 3 soon, 1 now, 2 not checked"
    [[nodiscard]] std::string Summary() const;
    /// Whether the customer has the report as it stands now.
    [[nodiscard]] bool Published() const;

    /// The colour a typed value gets by the item's limits, while typing.
    [[nodiscard]] Judgement Judge(core::ItemId item, const std::string& typed) const;

    void Start(std::size_t choice);
    /// Saves a judged result. `seen` is what the row showed when the person began.
    void RecordResult(const InspectionRow& seen, core::Result result);
    void RecordValue(const InspectionRow& seen, const std::string& typed);
    void RecordNote(const InspectionRow& seen, const std::string& typed);
    /// What the last visit found still holds: recorded as such, not as measured now.
    void ConfirmLast(const InspectionRow& seen);
    void Publish();

    std::function<void(core::ItemId, const InspectionAnswer&)> onAnswer = [](core::ItemId, const InspectionAnswer&) {};

    Deed start;
    Deed publish;

private:
    Deed& DeedOf(core::ItemId item);
    [[nodiscard]] const Deed* FindDeed(core::ItemId item) const;
    [[nodiscard]] const core::EarlierReading* LastReading(core::ItemId item) const;
    void AddEarlier(InspectionRow& row, const core::InspectionItem& recorded) const;
    void Record(const InspectionRow& seen, core::RecordItem intent);
    void Save(const core::RecordItem& intent);
    void SaveNext(const core::RecordItem& saved);
    void Refused(core::ItemId item);

    WorkOrderPresenter& m_presenter;
    std::map<core::ItemId, std::unique_ptr<Deed>> m_deeds;
    /// What was entered on a row while its last entry was being saved; done right after it.
    std::map<core::ItemId, core::RecordItem> m_next;
};

} // namespace bayline::desktop
