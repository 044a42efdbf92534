// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// Marks a sentence for extraction by xgettext without translating it here.
#ifndef N_
#define N_(sentence) sentence
#endif

namespace bayline::core {

/// The business says no. `sentence` is a whole English sentence and a gettext msgid; `{1}`, `{2}` … in it stand for
/// `arguments`, which are put in after translation. `field` names the form field it belongs to, empty for the whole
/// form.
struct Refusal
{
    std::string code; ///< stable, e.g. "quote.line_not_approved"
    std::string sentence;
    std::vector<std::string> arguments;
    std::string field;

    /// The sentence in English with its arguments, for logs and tests.
    [[nodiscard]] std::string Text() const { return Fill(sentence, arguments); }
    /// Puts arguments into a (translated) sentence.
    [[nodiscard]] static std::string Fill(std::string text, const std::vector<std::string>& arguments);
};

/// Either a value or the reasons why not. Several refusals at once let a form mark every wrong field.
template <class T>
class [[nodiscard]] Outcome
{
public:
    Outcome(T value) : m_content(std::move(value)) {}                                 // NOLINT(*-explicit-*)
    Outcome(Refusal refusal) : m_content(std::vector<Refusal>{std::move(refusal)}) {} // NOLINT(*-explicit-*)
    Outcome(std::vector<Refusal> refusals) : m_content(std::move(refusals))           // NOLINT(*-explicit-*)
    {
        assert(!Refusals().empty());
    }

    [[nodiscard]] bool Ok() const { return std::holds_alternative<T>(m_content); }
    explicit operator bool() const { return Ok(); }
    [[nodiscard]] const T& Value() const& { return std::get<T>(m_content); }
    [[nodiscard]] T&& Value() && { return std::get<T>(std::move(m_content)); }
    [[nodiscard]] const std::vector<Refusal>& Refusals() const { return std::get<std::vector<Refusal>>(m_content); }
    [[nodiscard]] const Refusal& FirstRefusal() const { return Refusals().front(); }

private:
    std::variant<T, std::vector<Refusal>> m_content;
};

} // namespace bayline::core
