// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/inspection_presenter.h"
#include "desktop/views/work_order_parts.h"

#include <wx/panel.h>

#include <array>
#include <functional>

namespace bayline::desktop {

/// What a row asks its page to do.
struct InspectionRowActions
{
    std::function<Judgement(core::ItemId, const std::string&)> judge;
    std::function<void(const InspectionRow&, core::Result)> result;
    std::function<void(const InspectionRow&, const std::string&)> value;
    std::function<void(const InspectionRow&, const std::string&)> note;
    std::function<void(const InspectionRow&)> confirm;
    std::function<void(core::ItemId)> photos;
    std::function<void(core::ItemId)> quote;
    /// The next row that takes a value, after Enter.
    std::function<void(core::ItemId)> next;
};

/// One item of the checklist: name, value or verdict, note, photos. Targets are big enough for gloves.
class InspectionRowPanel final : public wxPanel
{
public:
    InspectionRowPanel(wxWindow* parent, const InspectionRow& row, const InspectionRowActions& actions);

    void Render(const InspectionRow& row, bool editable, bool mayQuote);
    [[nodiscard]] core::ItemId Item() const { return m_row.id; }
    [[nodiscard]] bool HasUnsaved() const;
    /// Something typed here was not understood or was refused, so that what is saved is something else.
    [[nodiscard]] bool IsHeldBack() const { return HasUnsaved() && !m_row.waiting && !m_row.problem.empty(); }
    /// Something entered here was answered.
    void GoOnFrom(const InspectionAnswer& answer);
    /// Puts the focus into the value; false when the row takes none.
    bool FocusValue();
    /// Puts the focus into what is not saved; false when nothing is.
    bool FocusUnsaved();

private:
    wxSizer* BuildName();
    void BuildLast(wxSizer& column);
    void RenderLast();
    void BuildValue(wxSizer& line);
    void BuildVerdicts(wxSizer& line);
    void BuildNote(wxSizer& line);
    void BuildFollowUp(wxSizer& line);
    void ReserveQuote(bool reserve);
    void ShowVerdict(core::Result result, bool understood);
    void ValueTyped();
    void SaveValue();
    void SaveNote();
    void OnPaint(wxPaintEvent& event);

    InspectionRow m_row;
    const InspectionRowActions& m_actions;
    core::Result m_shownResult = core::Result::NotChecked;
    FollowingText m_value;
    bool m_typed = false; ///< somebody typed into the value since it was saved
    FollowingText m_note;
    /// Leaving the field decides nothing then: Enter or a new word does.
    bool m_valueClashed = false;
    bool m_noteClashed = false;
    Badge* m_badge = nullptr;
    std::array<wxButton*, 4> m_verdicts{};
    wxStaticText* m_last = nullptr;
    wxStaticText* m_forecast = nullptr;
    wxButton* m_confirm = nullptr;
    wxButton* m_photos = nullptr;
    wxButton* m_quote = nullptr;
    wxSizerItem* m_quotePlace = nullptr;
    wxSizerItem* m_confirmPlace = nullptr;
    wxStaticText* m_problem = nullptr;
};

} // namespace bayline::desktop
