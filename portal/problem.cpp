// SPDX-License-Identifier: GPL-3.0-or-later
#include "portal/problem.h"

namespace bayline::portal {

boost::json::object Problem::ToJson() const
{
    boost::json::object json{{"type", "urn:bayline:problem:" + type}, {"title", title}, {"status", status}};
    if (!detail.empty())
        json["detail"] = detail;
    for (const auto& [name, value] : extra)
        json[name] = value;
    return json;
}

ProblemRaised NotFound()
{
    return {404, "not-found", "There is nothing here."};
}

ProblemRaised Invalid(std::string detail)
{
    return {422, "invalid", "The request does not follow the contract.", std::move(detail)};
}

ProblemRaised TooLarge()
{
    return {413, "too-large", "The request is larger than the limit."};
}

} // namespace bayline::portal
