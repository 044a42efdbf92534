// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/check_in_presenter.h"
#include "desktop/views/deferred_list.h"
#include "desktop/views/row_list.h"
#include "desktop/views/screen.h"

#include <wx/checkbox.h>
#include <wx/scrolwin.h>

#include <map>
#include <memory>
#include <string>

namespace bayline::desktop {

class CheckInPaper;
class PhotoStrip;

/// One form from the car's arrival to its open work order.
class CheckInScreen final : public Screen
{
public:
    CheckInScreen(wxWindow* parent, Context& context);
    ~CheckInScreen() override;

    void Arrive() override;
    /// Fills the form with a known car. Asks first when something typed would be lost.
    void Begin(const db::SearchHit& hit);
    /// True when something was typed that is not saved.
    [[nodiscard]] bool HasInput() const { return m_presenter.HasInput(); }
    /// Photos wait for the order to be opened, or are being stored.
    [[nodiscard]] bool HoldsPhotos() const;
    /// Fills the form with what this person typed last, without asking.
    void TakeUpDraft();

private:
    wxWindow* MakeSearch(wxWindow* parent);
    wxWindow* MakeCustomer(wxWindow* parent);
    wxWindow* MakeCar(wxWindow* parent);
    wxWindow* MakeVisit(wxWindow* parent);
    wxWindow* MakePhotos(wxWindow* parent);
    wxWindow* MakeDeferred(wxWindow* parent);
    wxSizer* MakeFooter();
    wxTextCtrl* AddText(wxWindow* parent, wxSizer* sizer, const char* field, const wxString& label, long style = 0,
                        int proportion = 0);
    void BindText(const char* field, wxTextCtrl* box);

    void Render();
    void RenderForm();
    void RenderHits();
    void RenderMessages();
    void RenderOffers();
    void RenderFooter();
    void Choose(const db::SearchHit& hit);
    void TakeForm();
    void Save();
    void StartAnew();
    void FocusFirstProblem();
    void ResizeContent();

    Context& m_context;
    CheckInPresenter m_presenter;
    std::unique_ptr<CheckInPaper> m_paper;
    wxScrolledWindow* m_scroll = nullptr;
    wxTextCtrl* m_search = nullptr;
    RowList* m_hits = nullptr;
    std::map<std::string, wxTextCtrl*> m_texts;
    std::map<std::string, std::unique_ptr<Field>> m_fields;
    Banner* m_known = nullptr;
    Banner* m_already = nullptr;
    wxChoice* m_powertrain = nullptr;
    wxCheckBox* m_byEye = nullptr;
    wxButton* m_useSuggestion = nullptr;
    wxChoice* m_unit = nullptr;
    wxChoice* m_explanation = nullptr;
    MomentPicker* m_promise = nullptr;
    PhotoStrip* m_photos = nullptr;
    Card* m_deferredCard = nullptr;
    DeferredList* m_deferred = nullptr;
    Banner* m_result = nullptr;
    wxButton* m_save = nullptr;
    wxButton* m_clear = nullptr;
    wxButton* m_open = nullptr;
    wxButton* m_print = nullptr;
    int m_shownVersion = -1;
    CheckInPresenter::Phase m_shownPhase = CheckInPresenter::Phase::Editing;
    int m_shownHeight = 0;
    bool m_filling = false; ///< the screen itself writes into its fields
};

} // namespace bayline::desktop
