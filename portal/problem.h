// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/json/object.hpp>

#include <exception>
#include <string>

namespace bayline::portal {

/// An RFC 9457 problem. `type` is the last word of `urn:bayline:problem:…`.
struct Problem
{
    int status = 500;
    std::string type;
    std::string title;
    std::string detail;
    boost::json::object extra; ///< further members, for example `epoch`

    [[nodiscard]] boost::json::object ToJson() const;
};

/// Ends a request with a problem. Thrown by what reads a request, caught once, where the answer is written.
class ProblemRaised final : public std::exception
{
public:
    explicit ProblemRaised(Problem problem) : m_problem(std::move(problem)) {}
    ProblemRaised(int status, std::string type, std::string title, std::string detail = {})
        : m_problem{status, std::move(type), std::move(title), std::move(detail), {}}
    {
    }
    [[nodiscard]] const Problem& What() const { return m_problem; }
    [[nodiscard]] const char* what() const noexcept override { return m_problem.title.c_str(); }

private:
    Problem m_problem;
};

[[nodiscard]] ProblemRaised NotFound();
[[nodiscard]] ProblemRaised Invalid(std::string detail);
[[nodiscard]] ProblemRaised TooLarge();

} // namespace bayline::portal
