// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/draft_keeper.h"

#include "desktop/presenters/saved_draft.h"
#include "desktop/views/translate.h"
#include "desktop/views/typed_texts.h"
#include "desktop/views/work_order_parts.h"

#include <algorithm>

namespace bayline::desktop {

namespace json = boost::json;

namespace {

json::object Snapshot(const WorkOrderPage& page)
{
    const auto context = page.DraftContext();
    const bool everything = context.contains("everything");
    json::object texts;
    json::object seen;
    for (const auto& [name, box] : TextBoxesIn(page)) {
        const bool typed = box->IsModified() || (everything && !box->IsEmpty());
        if (typed && !box->HasFlag(wxTE_READONLY)) {
            texts[name] = Utf8(box->GetValue());
            if (const auto* shown = FollowingText::SeenIn(*box)) {
                seen[name] = Utf8(*shown);
            }
        }
    }
    return {{"context", context}, {"texts", std::move(texts)}, {"seen", std::move(seen)}};
}

/// A draft has no ticks: they stand for what somebody has just seen.
bool IsEmpty(const json::object& snapshot)
{
    return std::all_of(snapshot.begin(), snapshot.end(),
                       [](const auto& part) { return part.value().get_object().empty(); });
}

const json::object* ObjectIn(const json::object& object, const char* key)
{
    const auto* value = object.if_contains(key);
    return value != nullptr ? value->if_object() : nullptr;
}

std::optional<wxString> TextIn(const json::object* object, const std::string& key)
{
    const auto* value = object != nullptr ? object->if_contains(key) : nullptr;
    return value != nullptr && value->is_string() ? std::optional(Wx(std::string(value->get_string()))) : std::nullopt;
}

bool WasSavedBefore(const Draft& draft, const WorkOrderRead& read, const std::string& person)
{
    const auto* context = ObjectIn(draft.content, "context");
    const auto line = context != nullptr ? KeptLine(*context) : std::nullopt;
    return line ? LineWasSaved(draft, *line, read.order.FindLine(line->id)) : WasSaved(draft, person, read.timeline);
}

} // namespace

DraftKeeper::DraftKeeper(Context& context, core::WorkOrderId order, std::vector<WorkOrderPage*> pages)
    : m_context(context), m_order(order), m_pages(std::move(pages)), m_person(context.person.id)
{
}

std::string DraftKeeper::FormOf(const WorkOrderPage& page) const
{
    return "work_order/" + m_order.Text() + "/" + Utf8(page.GetName());
}

void DraftKeeper::Look()
{
    m_offers.clear();
    if (!m_context.drafts || !IsOf(m_context.person.id)) {
        return;
    }
    for (auto* page : m_pages) {
        auto draft = m_context.drafts->Find(m_person, FormOf(*page));
        if (!draft || page->HasUnsaved()) {
            continue;
        }
        // Offered again, it would be saved a second time.
        if (WasSavedBefore(*draft, page->Desk().order.Read(), m_context.person.name)) {
            m_context.drafts->Discard(m_person, FormOf(*page));
        } else {
            m_offers[page] = std::move(*draft);
        }
    }
}

void DraftKeeper::Tick()
{
    if (!m_context.drafts) {
        return;
    }
    if (!m_person.IsNil()) {
        KeepTyped(); // also what was typed just before somebody else signed in
    }
    const auto present = m_context.person.id;
    const bool free = std::none_of(m_pages.begin(), m_pages.end(), [](const auto* page) { return page->HasUnsaved(); });
    if (!present.IsNil() && !IsOf(present) && free) {
        m_person = present;
        Look();
    }
}

void DraftKeeper::KeepTyped()
{
    for (auto* page : m_pages) {
        auto& kept = m_kept[page];
        auto content = page->HasUnsaved() ? Snapshot(*page) : json::object();
        if (!IsEmpty(content)) {
            if (!kept.present || content != kept.content) {
                kept = {content, true};
                m_offers.erase(page);
                m_context.drafts->Keep(m_person, FormOf(*page), std::move(content));
            }
        } else if (kept.present) {
            kept = {};
            m_context.drafts->Discard(m_person, FormOf(*page));
        }
    }
}

std::optional<core::Instant> DraftKeeper::Offered() const
{
    std::optional<core::Instant> at;
    if (!IsOf(m_context.person.id)) {
        return at;
    }
    for (const auto& [page, draft] : m_offers) {
        at = std::max(at.value_or(draft.at), draft.at);
    }
    return at;
}

WorkOrderPage* DraftKeeper::PutBack()
{
    WorkOrderPage* first = nullptr;
    if (!IsOf(m_context.person.id)) {
        return first;
    }
    for (auto* page : m_pages) {
        const auto offer = m_offers.find(page);
        if (offer == m_offers.end()) {
            continue;
        }
        const auto content = offer->second.content;
        if (const auto* context = ObjectIn(content, "context")) {
            page->BeginDraft(*context);
        }
        const auto* texts = ObjectIn(content, "texts");
        const auto* seen = ObjectIn(content, "seen");
        for (const auto& [name, box] : TextBoxesIn(*page)) {
            const auto text = TextIn(texts, name);
            if (!text) {
                continue;
            }
            // What others wrote meanwhile is then a clash like any other.
            auto* shown = FollowingText::SeenIn(*box);
            if (const auto before = TextIn(seen, name); before && shown != nullptr) {
                *shown = *before;
            }
            box->SetValue(*text);
            box->MarkDirty();
        }
        // It is there until it is saved or taken out, however soon that is.
        m_kept[page] = {content, true};
        first = first == nullptr ? page : first;
    }
    m_offers.clear();
    return first;
}

void DraftKeeper::GiveUp()
{
    for (auto* page : m_pages) {
        if (m_kept[page].present && m_context.drafts) {
            m_context.drafts->Discard(m_person, FormOf(*page));
        }
    }
}

} // namespace bayline::desktop
