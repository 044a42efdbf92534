// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/views/invoice_page.h"

#include "desktop/views/translate.h"

#include <algorithm>
#include <array>

namespace bayline::desktop {

namespace {

// One payer's discount, name and money are not the next one's; the car's mileage and papers are.
constexpr std::array kOfPayer = {"buyer.name",   "buyer.address", "buyer.phone",
                                 "buyer.tax_id", "discount",      "discount_reason"};
constexpr const char* kAmount = "payment.amount";
constexpr const char* kReference = "payment.reference";

} // namespace

void InvoicePage::BeginAnotherBill()
{
    for (const char* key : kOfPayer) {
        m_texts.at(key).Reset(wxString());
    }
}

InvoicePage::Typed InvoicePage::TypedForPayer() const
{
    Typed typed;
    for (const char* key : kOfPayer) {
        if (const auto& text = m_texts.at(key); text.Edited()) {
            typed[key] = text.Typed();
        }
    }
    if (m_amount.Edited()) {
        typed[kAmount] = m_amount.Typed();
    }
    if (!m_reference->IsEmpty()) {
        typed[kReference] = m_reference->GetValue();
    }
    return typed;
}

void InvoicePage::TypeForPayer(const Typed& typed)
{
    for (const auto& [key, text] : typed) {
        auto* box = key == kAmount ? m_amount.Box() : key == kReference ? m_reference : m_texts.at(key).Box();
        box->SetValue(text);
        box->MarkDirty();
    }
}

void InvoicePage::ChoosePayer(core::PayType payer)
{
    const auto before = desk.invoice.State().payer;
    auto typed = TypedForPayer();
    const bool mayChange = payer != before && !desk.invoice.issue.Locked() && !desk.invoice.pay.Locked();
    if (mayChange) {
        BeginAnotherBill();
        m_amount.Reset(wxString());
        m_reference->ChangeValue(wxString());
    }
    desk.invoice.ChoosePayer(payer);
    if (!mayChange) {
        Render();
        return;
    }
    if (typed.empty()) {
        m_typedFor.erase(before);
    } else {
        m_typedFor[before] = std::move(typed);
    }
    if (const auto kept = m_typedFor.extract(payer)) {
        TypeForPayer(kept.mapped());
    }
    RefreshPaper();
}

bool InvoicePage::HasUnsaved() const
{
    const bool form = m_form->IsShown() && std::any_of(m_texts.begin(), m_texts.end(),
                                                       [](const auto& text) { return text.second.Edited(); });
    const bool payment = m_payment->IsShown() && (m_amount.Edited() || !m_reference->IsEmpty());
    return form || payment || !m_typedFor.empty();
}

boost::json::object InvoicePage::DraftContext() const
{
    boost::json::object others;
    for (const auto& [payer, typed] : m_typedFor) {
        auto& texts = others[core::ToWord(payer)].emplace_object();
        for (const auto& [key, text] : typed) {
            texts[key] = Utf8(text);
        }
    }
    return {{"payer", core::ToWord(desk.invoice.State().payer)}, {"others", std::move(others)}};
}

void InvoicePage::BeginDraft(const boost::json::object& context)
{
    const auto* others = context.if_contains("others");
    if (others != nullptr && others->is_object()) {
        for (const auto& [word, texts] : others->get_object()) {
            const auto payer = core::PayTypeFromWord(word);
            if (!payer || !texts.is_object()) {
                continue;
            }
            for (const auto& [key, text] : texts.get_object()) {
                const bool known = key == kAmount || key == kReference || m_texts.contains(key);
                if (known && text.is_string()) {
                    m_typedFor[*payer][key] = Wx(std::string(text.get_string()));
                }
            }
        }
    }
    const auto* word = context.if_contains("payer");
    if (const auto payer =
            word != nullptr && word->is_string() ? core::PayTypeFromWord(word->get_string()) : std::nullopt) {
        desk.invoice.ChoosePayer(*payer);
    }
}

} // namespace bayline::desktop
