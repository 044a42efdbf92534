// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/health_archive.h"

#include "core/failure.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace bayline::sync {

namespace json = boost::json;

namespace {

/// The first member of this name at any depth: registers wrap their answers differently.
const json::value* Find(const json::value& value, std::string_view name)
{
    if (const auto* object = value.if_object()) {
        if (const auto* found = object->if_contains(json::string_view(name.data(), name.size()))) {
            return found;
        }
        for (const auto& member : *object) {
            if (const auto* found = Find(member.value(), name)) {
                return found;
            }
        }
    }
    return nullptr;
}

std::string TextOf(const json::value& value, std::string_view name)
{
    const auto* found = Find(value, name);
    if (found == nullptr) {
        return {};
    }
    return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

[[noreturn]] void Throw(core::FailureKind kind, const char* sentence, const std::string& code)
{
    throw core::Failure(
        {.kind = kind, .retryable = true, .where = "health archive", .sentence = sentence, .code = code});
}

} // namespace

HealthArchive::HealthArchive(ArchiveAccess access, HttpClient::Options options)
    : m_access(std::move(access)), m_client(std::move(options))
{
}

json::value HealthArchive::Post(const std::string& url, const json::object& body)
{
    const auto text = json::serialize(body);
    const auto reply = m_client.Send(
        {.method = "POST", .url = url, .headers = {{"Content-Type", "application/json"}}, .body = text, .timeouts = {}},
        {});
    if (reply.transport != Transport::Answered || reply.status != 200) {
        Throw(core::FailureKind::NetworkAway, N_("The register of vehicle records does not answer."),
              std::to_string(reply.status));
    }
    boost::system::error_code error;
    auto answer = json::parse(reply.body, error);
    if (error) {
        Throw(core::FailureKind::BadAnswer, N_("The register of vehicle records answered something unreadable."), {});
    }
    return answer;
}

void HealthArchive::FetchToken()
{
    const auto answer =
        Post(m_access.tokenUrl, {{"companycode", m_access.companyCode}, {"companypassword", m_access.password}});
    m_token = TextOf(answer, "access_token");
    if (m_token.empty()) {
        throw core::Failure(
            {.kind = core::FailureKind::NotPermitted,
             .where = "health archive",
             .sentence = N_("The register of vehicle records refused the company code or the password."),
             .code = {}});
    }
}

ArchiveAnswer HealthArchive::Report(const core::Invoice& invoice, const core::ShopZone& zone)
{
    if (const auto refusal = core::RefuseForArchive(invoice)) {
        return {.accepted = false, .message = refusal->sentence};
    }
    if (m_token.empty()) {
        FetchToken();
    }
    const auto answer = Post(m_access.uploadUrl, core::ArchiveRecord(invoice, m_token, core::Now(), zone));
    const auto* info = Find(answer, "respInfo");
    const auto& about = info != nullptr ? *info : answer;
    const auto code = TextOf(about, "code");
    if (code.empty()) {
        Throw(core::FailureKind::BadAnswer, N_("The register of vehicle records answered something unreadable."), {});
    }
    auto message = TextOf(about, "status");
    message = message.empty() ? TextOf(about, "msg") : message;
    return {.accepted = code == "1", .message = message.empty() ? code : message};
}

} // namespace bayline::sync
