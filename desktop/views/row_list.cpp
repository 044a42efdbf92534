// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/row_list.h"

#include "desktop/views/letter_scale.h"
#include "desktop/views/list_hint.h"

#ifdef __WXGTK3__
#include "desktop/views/gtk_function.h"
#endif

#include <wx/arrstr.h>

#include <algorithm>

namespace bayline::desktop {

namespace {

#ifdef __WXGTK3__
/// Puts the keyboard's place on a row, where the arrow keys go on from. Choosing a row by program leaves it behind, and
/// GTK's own function also rolls the list to the row.
void MoveCursor(wxDataViewCtrl* list, unsigned row)
{
    static auto* const pathOf = GtkFunction<void*(int, ...)>("gtk_tree_path_new_from_indices");
    static auto* const freePath = GtkFunction<void(void*)>("gtk_tree_path_free");
    static auto* const setCursor = GtkFunction<void(void*, void*, void*, int)>("gtk_tree_view_set_cursor");
    static auto* const rollOf = GtkFunction<void*(void*)>("gtk_scrollable_get_vadjustment");
    static auto* const valueOf = GtkFunction<double(void*)>("gtk_adjustment_get_value");
    static auto* const setValue = GtkFunction<void(void*, double)>("gtk_adjustment_set_value");
    void* tree = list->GtkGetTreeView();
    if (!pathOf || !freePath || !setCursor || !rollOf || !valueOf || !setValue || !tree)
        return;
    void* const roll = rollOf(tree);
    const double before = valueOf(roll);
    constexpr int kEnd = -1;
    void* const path = pathOf(static_cast<int>(row), kEnd);
    setCursor(tree, path, nullptr, 0);
    freePath(path);
    setValue(roll, before);
}
#else
void MoveCursor(wxDataViewCtrl*, unsigned) {}
#endif

/// In letters; a Chinese character is as wide as two.
int RoughWidth(const wxString& line)
{
    constexpr wxUint32 kFirstWide = 0x2e80;
    int width = 0;
    for (const wxUniChar letter : line)
        width += letter.GetValue() < kFirstWide ? 1 : 2;
    return width;
}

/// A plate, number, date or amount: one word with a digit in it, of no use when its end is cut off.
bool IsIdentifier(const wxString& text)
{
    return text.find(' ') == wxString::npos && text.find_first_of("0123456789") != wxString::npos;
}

} // namespace

class RowList::Model final : public wxDataViewVirtualListModel
{
public:
    std::vector<Row> rows;

    void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override
    {
        const auto& cells = rows.at(row).cells;
        value = column < cells.size() ? cells[column] : wxString();
    }
    bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }
    bool GetAttrByRow(unsigned row, unsigned column, wxDataViewItemAttr& attributes) const override
    {
        const auto& shown = rows.at(row);
        const bool coloured = shown.meaning != Meaning::Neutral &&
                              (shown.meaningColumn < 0 || shown.meaningColumn == static_cast<int>(column));
        if (coloured)
            attributes.SetColour(Strong(shown.meaning));
        else if (shown.quiet)
            attributes.SetColour(Colours().muted);
        if (shown.strong)
            attributes.SetBold(true);
        return coloured || shown.quiet || shown.strong;
    }

    /// Tells the control what changed instead of resetting it, which would lose its scroll position.
    void Take(std::vector<Row> fresh)
    {
        const auto before = rows.size();
        rows = std::move(fresh);
        const auto kept = std::min(before, rows.size());
        for (std::size_t row = rows.size(); row < before; ++row)
            RowDeleted(static_cast<unsigned>(rows.size()));
        for (std::size_t row = before; row < rows.size(); ++row)
            RowAppended();
        for (std::size_t row = 0; row < kept; ++row)
            RowChanged(static_cast<unsigned>(row));
    }
};

RowList::RowList(wxWindow* parent, const char* name, const std::vector<Column>& columns)
    : wxDataViewCtrl(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxDV_SINGLE | wxDV_ROW_LINES | wxBORDER_NONE),
      m_model(new Model), m_columns(columns)
{
    SetName(name);
    AssociateModel(m_model.get());
    unsigned index = 0;
    for (const auto& column : columns) {
        const auto align = column.right ? wxALIGN_RIGHT : wxALIGN_LEFT;
        const int flags = wxDATAVIEW_COL_RESIZABLE | (column.sortable ? wxDATAVIEW_COL_SORTABLE : 0);
        m_widths.push_back(LetterDip(this, column.widthDip));
        auto* added = AppendTextColumn(column.title, index++, wxDATAVIEW_CELL_INERT, m_widths.back(), align, flags);
        added->GetRenderer()->EnableEllipsize(wxELLIPSIZE_END);
    }
    Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
        FitWidth();
        event.Skip();
    });
    constexpr int kRow = 34;
    constexpr int kLeastRows = 3; // the heading and two
    SetRowHeight(LetterDip(this, kRow));
    SetMinSize(wxSize(-1, LetterDip(this, kLeastRows * kRow)));
    Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) {
        if (m_select && !m_placing)
            m_select(Selected());
    });
    Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent& event) {
        const auto* row = RowOf(event.GetItem());
        if (row && m_activate)
            m_activate(std::string(row->key));
    });
    Bind(wxEVT_DATAVIEW_COLUMN_HEADER_CLICK, [this](wxDataViewEvent& event) {
        if (m_header)
            m_header(event.GetColumn());
        event.Skip();
    });
}

void RowList::Measure(unsigned column, ColumnNeed& need) const
{
    constexpr int kPadding = 14;
    constexpr int kWords = 72;  // some five letters and the dots
    constexpr int kNames = 120; // of what the row is about
    constexpr std::size_t kMeasured = 40;
    const auto& title = GetColumn(column)->GetTitle();
    std::vector<std::pair<int, wxString>> lines;
    bool whole = true;
    for (const auto& row : m_model->rows) {
        if (column >= row.cells.size() || row.cells[column].empty())
            continue;
        whole = whole && IsIdentifier(row.cells[column]);
        for (const auto& line : wxSplit(row.cells[column], '\n'))
            lines.emplace_back(RoughWidth(line), line);
    }
    // Measuring is slow: the longest ones are enough.
    const auto measured = lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), kMeasured));
    std::partial_sort(lines.begin(), measured, lines.end(),
                      [](const auto& a, const auto& b) { return a.first > b.first; });
    int widest = 0;
    for (auto line = lines.begin(); line != measured; ++line)
        widest = std::max(widest, GetTextExtent(line->second).x);
    const int padding = Dip(this, kPadding);
    const int heading = GetTextExtent(title).x * 11 / 10 + padding; // it is bold
    need.content = std::max(heading, widest + padding);
    const bool uncut = m_columns[column].right || (whole && widest > 0);
    const int words = LetterDip(this, column == 0 ? kNames : kWords);
    need.least = uncut ? need.content : std::max(heading, std::min(need.content, words));
}

void RowList::FitWidth()
{
    const int room = GetClientSize().x - Dip(this, kTight);
    if (room <= Dip(this, kTight))
        return;
    std::vector<ColumnNeed> needs;
    int wanted = 0;
    for (const auto& column : m_columns) {
        needs.push_back({.wanted = LetterDip(this, column.widthDip), .stretch = column.stretch});
        wanted += needs.back().wanted;
    }
    for (unsigned column = 0; wanted > room && column < GetColumnCount(); ++column)
        Measure(column, needs[column]);
    auto widths = FitColumns(needs, room);
    for (unsigned column = 0; column < GetColumnCount(); ++column) {
        if (widths[column] != m_widths[column])
            GetColumn(column)->SetWidth(widths[column]);
    }
    m_widths = std::move(widths);
}

const RowList::Row* RowList::RowOf(const wxDataViewItem& item) const
{
    if (!item.IsOk())
        return nullptr;
    const auto row = m_model->GetRow(item);
    return row < m_model->rows.size() ? &m_model->rows[row] : nullptr;
}

void RowList::SetHeading(unsigned column, const wxString& title)
{
    if (GetColumn(column)->GetTitle() != title) {
        GetColumn(column)->SetTitle(title);
    }
}

const std::vector<RowList::Row>& RowList::Rows() const
{
    return m_model->rows;
}

std::string RowList::Selected() const
{
    const auto* row = RowOf(GetSelection());
    return row ? row->key : std::string();
}

void RowList::SelectRow(const std::string& key)
{
    const auto& rows = m_model->rows;
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.key == key; });
    if (key.empty() || found == rows.end()) {
        UnselectAll();
        return;
    }
    const auto row = static_cast<unsigned>(found - rows.begin());
    m_placing = true;
    MoveCursor(this, row);
    Select(m_model->GetItem(row));
    m_placing = false;
}

void RowList::SetRows(std::vector<Row> rows)
{
    const auto selected = Selected();
    m_model->Take(std::move(rows));
    if (Selected() != selected)
        SelectRow(selected);
    m_filled = true;
    FitWidth();
    ShowEmptyText();
}

void RowList::SetEmptyText(const wxString& text)
{
    if (text == m_emptyText)
        return;
    m_emptyText = text;
    ShowEmptyText();
}

void RowList::ShowEmptyText()
{
    ShowTextInList(this, m_filled && m_model->rows.empty() ? m_emptyText : wxString());
}

std::vector<ProbePart> RowList::Parts() const
{
    std::vector<ProbePart> parts;
    if (m_filled && m_model->rows.empty() && !m_emptyText.empty())
        parts.push_back({"empty", m_emptyText, wxRect(GetClientSize())});
    for (unsigned row = 0; row < m_model->rows.size(); ++row) {
        const auto item = m_model->GetItem(row);
        wxString text;
        for (const auto& cell : m_model->rows[row].cells)
            text += (text.empty() ? "" : " | ") + cell;
        const auto name = "row." + wxString::FromUTF8(m_model->rows[row].key);
        auto rect = GetItemRect(item);
        for (unsigned column = 0; column < GetColumnCount(); ++column) {
            const auto cell = GetItemRect(item, GetColumn(column));
            const auto& cells = m_model->rows[row].cells;
            parts.push_back(
                {name + wxString::Format(".%u", column), column < cells.size() ? cells[column] : wxString(), cell});
            rect = rect.IsEmpty() ? cell : rect.Union(cell);
        }
        parts.push_back({name, text, rect});
    }
    return parts;
}

} // namespace bayline::desktop
