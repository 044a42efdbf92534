// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/presenters/column_fit.h"
#include "desktop/views/probe_parts.h"
#include "desktop/views/theme.h"

#include <wx/dataview.h>

#include <functional>
#include <string>
#include <vector>

namespace bayline::desktop {

/// A native list over rows of text. New rows keep scroll position and selection, by key.
class RowList final : public wxDataViewCtrl, public ProbeParts
{
public:
    struct Column
    {
        wxString title;
        int widthDip = 100;
        bool right = false;    ///< figures stand to the right
        bool sortable = false; ///< a click on the header calls OnHeader
        bool stretch = false;  ///< takes the width that the others leave; the first to be cut when there is too little
    };

    struct Row
    {
        std::string key;
        std::vector<wxString> cells;
        Meaning meaning = Meaning::Neutral; ///< colour of the row's words; Neutral: plain text
        int meaningColumn = -1;             ///< the only column in that colour; −1: all of them
        bool strong = false;                ///< a heading among the rows
        bool quiet = false;                 ///< secondary text
    };

    RowList(wxWindow* parent, const char* name, const std::vector<Column>& columns);

    void SetRows(std::vector<Row> rows);
    void SetHeading(unsigned column, const wxString& title);
    /// What stands in the list while it has no rows: why, and what to do about it. Nothing before the first SetRows.
    void SetEmptyText(const wxString& text);
    [[nodiscard]] const wxString& EmptyText() const { return m_emptyText; }
    [[nodiscard]] const std::vector<Row>& Rows() const;
    /// Key of the selected row; empty when none is.
    [[nodiscard]] std::string Selected() const;
    void SelectRow(const std::string& key);

    void OnSelect(std::function<void(const std::string&)> callback) { m_select = std::move(callback); }
    /// Double click or Enter.
    void OnActivate(std::function<void(const std::string&)> callback) { m_activate = std::move(callback); }
    void OnHeader(std::function<void(int column)> callback) { m_header = std::move(callback); }

    /// The rows as UI tests find them.
    [[nodiscard]] std::vector<ProbePart> Parts() const override;

private:
    class Model;

    void FitWidth();
    /// What the column needs for the texts in it.
    void Measure(unsigned column, ColumnNeed& need) const;
    void ShowEmptyText();
    [[nodiscard]] const Row* RowOf(const wxDataViewItem& item) const;

    wxObjectDataPtr<Model> m_model;
    std::vector<Column> m_columns;
    std::vector<int> m_widths; ///< as last set: what a person has drawn wider stays until something else changes
    wxString m_emptyText;
    bool m_filled = false;
    bool m_placing = false; ///< the row is being chosen by the program, which is no news
    std::function<void(const std::string&)> m_select;
    std::function<void(const std::string&)> m_activate;
    std::function<void(int)> m_header;
};

} // namespace bayline::desktop
