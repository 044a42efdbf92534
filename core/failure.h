// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace bayline::core {

enum class FailureKind
{
    DatabaseAway,    ///< no connection, or it was cut
    DatabaseRefused, ///< the server answered with an error that is not a business rule
    NotPermitted,    ///< the session or device may not do this
    SessionExpired,  ///< the person must sign in again
    DiskFull,
    NetworkAway,
    BadAnswer, ///< the other side answered something that cannot be understood
    NotFound,
    Corrupt, ///< stored data fails its own check
    Timeout,
    Cancelled,
    Internal,
};

/// The world broke. One exception for every room; third-party exceptions are translated into it at the edge.
/// `sentence` is English for a person and a gettext msgid; `where` is for the log and never contains personal data.
class Failure final : public std::runtime_error
{
public:
    struct Facts
    {
        FailureKind kind = FailureKind::Internal;
        bool retryable = false;
        std::string where;
        std::string sentence;
        std::string code; ///< SQLSTATE, HTTP status or errno name; empty when there is none
    };

    explicit Failure(Facts facts) : std::runtime_error(facts.where + ": " + facts.sentence), m_facts(std::move(facts))
    {
    }

    [[nodiscard]] FailureKind Kind() const { return m_facts.kind; }
    [[nodiscard]] bool Retryable() const { return m_facts.retryable; }
    [[nodiscard]] const std::string& Where() const { return m_facts.where; }
    [[nodiscard]] const std::string& Sentence() const { return m_facts.sentence; }
    [[nodiscard]] const std::string& Code() const { return m_facts.code; }

private:
    Facts m_facts;
};

} // namespace bayline::core
