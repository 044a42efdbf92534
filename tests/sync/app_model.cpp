// SPDX-License-Identifier: GPL-3.0-or-later
#include "app_model.h"

#include "core/hash.h"
#include "sync/batch.h"
#include "sync/encoding.h"
#include "sync/signing.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <ctime>

namespace bayline::test {

namespace json = boost::json;

namespace {

AppModel::Reply ProblemReply(int status, const std::string& name)
{
    return {.status = status, .body = Misdeed::Status(status, name).body, .contentType = "application/problem+json"};
}

AppModel::Reply JsonReply(const json::object& object)
{
    return {.status = 200, .body = json::serialize(object)};
}

std::string Header(const Received& request, const std::string& name)
{
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? std::string() : found->second;
}

/// The text between two others, empty when they are not there.
std::string Between(const std::string& text, const std::string& before, const std::string& after)
{
    const auto from = text.find(before);
    if (from == std::string::npos) {
        return {};
    }
    const auto begin = from + before.size();
    return text.substr(begin, text.find(after, begin) - begin);
}

std::string FromBase64(const std::string& text)
{
    std::string plain = text;
    for (auto& c : plain) {
        c = c == '+' ? '-' : c == '/' ? '_' : c;
    }
    plain.erase(plain.find_last_not_of('=') + 1);
    return sync::FromBase64Url(plain).value_or(std::string());
}

std::string TextAt(const json::object& object, const char* name)
{
    return std::string(object.at(name).as_string());
}

} // namespace

std::int64_t AppModel::UnixNow() const
{
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
               .count() +
           m_ahead;
}

std::string AppModel::HttpDate() const
{
    const std::lock_guard lock(m_mutex);
    const std::time_t now = UnixNow();
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[40];
    std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return text;
}

std::optional<AppModel::Reply> AppModel::CheckSignature(const Received& request, const std::string& rawBody)
{
    const auto input = Header(request, "signature-input");
    const auto created = Between(input, ";created=", ";");
    const auto nonce = Between(input, ";nonce=\"", "\"");
    if (input.empty() || created.empty() || nonce.empty()) {
        return ProblemReply(401, "signature-missing");
    }
    sync::SignedRequest covered{
        .method = request.method, .target = request.target, .contentDigest = {}, .contentType = {}};
    if (input.find("content-digest") != std::string::npos) {
        covered.contentDigest = Header(request, "content-digest");
        covered.contentType = Header(request, "content-type");
        if (*covered.contentDigest != sync::DigestMember(rawBody)) {
            m_complaints.push_back("The content digest does not hold.");
        }
    } else if (!rawBody.empty()) {
        m_complaints.push_back("A body was not signed.");
    }
    const sync::SigningKey key{AppServer::kKeyId, *sync::FromHex(AppServer::kSecretHex)};
    const auto expected = sync::Sign(covered, key, std::stoll(created), nonce);
    if (expected.input != input || expected.signature != Header(request, "signature")) {
        return ProblemReply(401, "signature-invalid");
    }
    if (std::abs(std::stoll(created) - UnixNow()) > 300) {
        return ProblemReply(401, "clock-skew");
    }
    if (!m_nonces.insert(nonce).second) {
        return ProblemReply(401, "nonce-replayed");
    }
    return std::nullopt;
}

AppModel::Reply AppModel::Handle(const Received& request, const std::string& rawBody)
{
    if (request.target == "/v1/capabilities") {
        return Capabilities();
    }
    {
        const std::lock_guard lock(m_mutex);
        if (auto refused = CheckSignature(request, rawBody)) {
            return *refused;
        }
        if (request.IsBatch()) {
            m_batchesMost = std::max(m_batchesMost, ++m_batchesNow);
        }
    }
    const std::string shop = std::string("/v1/shops/") + AppServer::kShop;
    if (request.IsBatch()) {
        auto reply = Batch(request);
        const std::lock_guard lock(m_mutex);
        --m_batchesNow;
        return reply;
    }
    if (request.target.starts_with("/v1/blobs/uploads")) {
        return Upload(request, rawBody);
    }
    if (request.IsBlob()) {
        return Blob(request, rawBody);
    }
    if (request.target.starts_with(shop + "/inbox?")) {
        return Inbox(request);
    }
    if (request.target == shop + "/inbox:ack") {
        return Acknowledge(request);
    }
    if (request.target.starts_with(shop + "/heads")) {
        return Heads(request);
    }
    return request.target == shop + "/epochs" ? NewEpoch(request) : ProblemReply(404, "not-found");
}

AppModel::Reply AppModel::Batch(const Received& request)
{
    const std::lock_guard lock(m_mutex);
    boost::system::error_code error;
    const auto value = json::parse(request.body, error);
    if (error || !value.is_array()) {
        return ProblemReply(400, "unreadable");
    }
    if (value.get_array().size() > sync::kBatchEvents || request.body.size() > sync::kBatchBytes) {
        m_complaints.push_back("A batch was too large.");
    }
    const auto source = std::string("/shops/") + AppServer::kShop + "/epochs/" + m_epoch;
    std::map<std::string, std::int64_t> last;
    for (const auto& event : value.get_array()) {
        const auto from = TextAt(event.as_object(), "source");
        if (from != source) {
            const bool old = m_superseded.contains(from.substr(from.rfind('/') + 1));
            return ProblemReply(409, old ? "epoch-superseded" : "epoch-unknown");
        }
        auto& before = last[TextAt(event.as_object(), "subject")];
        const auto seq = event.at("subjectseq").as_int64();
        if (before != 0 && seq != before + 1) {
            m_complaints.push_back("A batch was not ascending within a stream.");
        }
        before = seq;
    }
    json::array results;
    for (const auto& event : value.get_array()) {
        results.push_back(Apply(event.as_object()));
    }
    json::object heads;
    for (const auto& [stream, seq] : last) {
        heads[stream] = m_streams[stream].size();
    }
    return JsonReply({{"results", results}, {"heads", heads}});
}

json::object AppModel::Apply(const json::object& event)
{
    const auto id = TextAt(event, "id");
    const auto stream = TextAt(event, "subject");
    const auto seq = static_cast<int>(event.at("subjectseq").as_int64());
    const auto text = json::serialize(event.at("data"));
    const auto hash = TextAt(event, "bodyhash");
    if (hash != sync::DigestMember(text)) {
        m_complaints.push_back("A body hash does not hold.");
    }
    const auto place = stream + " " + std::to_string(seq);
    if (const auto [known, isNew] = m_ids.emplace(id, place); !isNew && known->second != place) {
        m_complaints.push_back("One id stands for two events.");
    }
    json::object result{{"id", id}};
    auto& stored = m_streams[stream];
    const auto forced = m_eventStatus ? m_eventStatus(stream, seq) : std::string();
    if (seq <= static_cast<int>(stored.size())) {
        result["status"] = stored[static_cast<std::size_t>(seq) - 1].hash == hash ? "duplicate" : "fork";
    } else if (seq > static_cast<int>(stored.size()) + 1) {
        result["status"] = "gap";
        result["expected"] = stored.size() + 1;
    } else if (forced == "rejected") {
        result["status"] = forced;
        result["problem"] = json::object{{"title", "The amount is wrong."}};
    } else if (forced == "deferred") {
        result["status"] = forced;
        result["retry_after"] = 1;
    } else if (!forced.empty() && forced != "parked") {
        result["status"] = forced;
        result["expected"] = 1;
    } else {
        result["status"] = forced.empty() ? "applied" : forced.c_str();
        stored.push_back({seq, id, TextAt(event, "type"), hash, text});
    }
    return result;
}

std::string AppModel::Spoilt(const std::string& batchAnswer, bool otherIds)
{
    boost::system::error_code error;
    auto value = json::parse(batchAnswer, error);
    if (error || !value.is_object() || !value.get_object().contains("results")) {
        return batchAnswer;
    }
    auto& results = value.get_object().at("results").as_array();
    if (!otherIds && !results.empty()) {
        results.erase(results.begin());
    }
    for (auto& result : results) {
        if (otherIds) {
            result.as_object()["id"] = "01977a10-0000-7000-8000-00000000dead";
        }
    }
    return json::serialize(value);
}

AppModel::Reply AppModel::Blob(const Received& request, const std::string& rawBody)
{
    const std::lock_guard lock(m_mutex);
    const auto sha256 = request.target.substr(request.target.rfind('/') + 1);
    if (request.method == "HEAD") {
        return {.status = m_blobs.contains(sha256) ? 200 : 404, .body = {}};
    }
    if (core::Sha256Hex(rawBody) != sha256) {
        return ProblemReply(422, "digest-mismatch");
    }
    return {.status = m_blobs.insert(sha256).second ? 201 : 200, .body = {}};
}

AppModel::Reply AppModel::Capabilities() const
{
    const std::lock_guard lock(m_mutex);
    auto capabilities = m_capabilities;
    if (capabilities.empty()) {
        capabilities = {
            {"api", "1.0"},
            {"event_types", json::array()},
            {"limits", {{"batch_events", 100}, {"batch_bytes", 256 * 1024}, {"blob_bytes", 20 * 1024 * 1024}}},
            {"tus", {{"version", "1.0.0"}}},
            {"oldest_client", "0.1.0"}};
    }
    return JsonReply(capabilities);
}

AppModel::Reply AppModel::BeginUpload(const Received& request)
{
    const auto metadata = Header(request, "upload-metadata");
    const auto length = static_cast<std::size_t>(std::stoll(Header(request, "upload-length")));
    for (const auto& [path, upload] : m_uploads) {
        if (metadata.starts_with("sha256 " + sync::ToBase64(upload.sha256) + ",") && upload.length == length) {
            return {.status = 201,
                    .body = {},
                    .headers = {{"Location", path}, {"Upload-Offset", std::to_string(upload.bytes.size())}}};
        }
    }
    const auto path = "/v1/blobs/uploads/01977a10-0000-7000-8000-" + std::to_string(100000000000 + ++m_uploadsBegun);
    m_uploads[path] = {.sha256 = FromBase64(Between(metadata, "sha256 ", ",")), .length = length, .bytes = {}};
    return {.status = 201, .body = {}, .headers = {{"Location", path}, {"Upload-Offset", "0"}}};
}

AppModel::Reply AppModel::Upload(const Received& request, const std::string& rawBody)
{
    const std::lock_guard lock(m_mutex);
    if (Header(request, "tus-resumable") != "1.0.0") {
        return ProblemReply(412, "invalid");
    }
    if (request.method == "POST") {
        return BeginUpload(request);
    }
    const auto found = m_uploads.find(request.target);
    if (found == m_uploads.end()) {
        return ProblemReply(404, "not-found");
    }
    auto& upload = found->second;
    if (request.method == "PATCH") {
        if (Header(request, "upload-offset") != std::to_string(upload.bytes.size())) {
            return ProblemReply(409, "upload-offset");
        }
        upload.bytes += rawBody;
        m_uploadedBytes += rawBody.size();
    }
    const Reply reply{.status = request.method == "PATCH" ? 204 : 200,
                      .body = {},
                      .headers = {{"Upload-Offset", std::to_string(upload.bytes.size())}}};
    if (upload.bytes.size() >= upload.length) {
        const bool whole = core::Sha256Hex(upload.bytes) == upload.sha256;
        if (whole) {
            m_blobs.insert(upload.sha256);
        }
        m_uploads.erase(found);
        return whole ? reply : ProblemReply(422, "digest-mismatch");
    }
    return reply;
}

void AppModel::TakeHalf(const Received& request, const std::string& rawBody)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_uploads.find(request.target);
    if (found != m_uploads.end() && request.method == "PATCH" &&
        Header(request, "upload-offset") == std::to_string(found->second.bytes.size())) {
        found->second.bytes += rawBody.substr(0, rawBody.size() / 2);
        m_uploadedBytes += rawBody.size();
    }
}

AppModel::Reply AppModel::Inbox(const Received& request)
{
    std::unique_lock lock(m_mutex);
    const auto cursor = std::stoll(Between(request.target, "cursor=", "&"));
    const auto wait = std::stoll(Between(request.target, "wait=", "&"));
    if (m_cursorsExpired && cursor > 0) {
        return ProblemReply(410, "cursor-expired");
    }
    m_cursorsExpired = m_cursorsExpired && m_keepExpiring;
    m_news.wait_for(lock, std::chrono::seconds(wait),
                    [&] { return m_stopping || static_cast<std::int64_t>(m_inbox.size()) > cursor; });
    json::array events;
    auto next = cursor;
    for (auto at = cursor; at < static_cast<std::int64_t>(m_inbox.size()) && events.size() < 3; ++at) {
        const auto& entry = m_inbox[static_cast<std::size_t>(at)];
        next = at + 1;
        events.push_back(json::object{{"specversion", "1.0"},
                                      {"id", entry.id},
                                      {"type", entry.type},
                                      {"time", "2026-11-22T09:14:03.000Z"},
                                      {"feedseq", next},
                                      {"data", json::object{{"score", 5}}}});
    }
    return JsonReply({{"epoch", m_feed},
                      {"events", events},
                      {"next_cursor", next},
                      {"more", next < static_cast<std::int64_t>(m_inbox.size())},
                      {"server_time", "2026-11-22T09:14:03.000Z"}});
}

AppModel::Reply AppModel::Acknowledge(const Received& request)
{
    const std::lock_guard lock(m_mutex);
    m_acknowledged = std::max(m_acknowledged, json::parse(request.body).at("cursor").as_int64());
    return JsonReply({{"acknowledged", m_acknowledged}});
}

AppModel::Reply AppModel::Heads(const Received& request) const
{
    const std::lock_guard lock(m_mutex);
    const auto after = Between(request.target, "after=", "&");
    json::array heads;
    std::string last;
    for (auto it = m_streams.upper_bound(after); it != m_streams.end() && heads.size() < 2; ++it) {
        last = it->first;
        heads.push_back(json::object{
            {"stream", it->first},
            {"seq", it->second.size()},
            {"hash", it->second.empty() ? json::value(nullptr) : json::value(json::string(it->second.back().hash))}});
    }
    const bool more = !last.empty() && m_streams.upper_bound(last) != m_streams.end();
    return JsonReply({{"epoch", m_epoch}, {"heads", heads}, {"next_after", last}, {"more", more}});
}

AppModel::Reply AppModel::NewEpoch(const Received& request)
{
    const std::lock_guard lock(m_mutex);
    const auto announced = json::parse(request.body).as_object();
    if (m_superseded.contains(TextAt(announced, "epoch"))) {
        return ProblemReply(409, "epoch-superseded");
    }
    if (m_epoch != TextAt(announced, "epoch")) {
        m_superseded.insert(m_epoch);
    }
    m_epoch = TextAt(announced, "epoch");
    m_epochReason = TextAt(announced, "reason");
    for (const auto& stream : announced.at("rewind").as_array()) {
        auto& stored = m_streams[TextAt(stream.as_object(), "stream")];
        stored.resize(static_cast<std::size_t>(stream.at("keep_through").as_int64()));
    }
    return JsonReply({{"epoch", m_epoch}, {"superseded_events", 0}});
}

std::size_t AppModel::UploadedBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_uploadedBytes;
}

std::string AppModel::EpochReason() const
{
    const std::lock_guard lock(m_mutex);
    return m_epochReason;
}

void AppModel::SetCapabilities(json::object capabilities)
{
    const std::lock_guard lock(m_mutex);
    m_capabilities = std::move(capabilities);
}

void AppModel::ForgetUploads()
{
    const std::lock_guard lock(m_mutex);
    m_uploads.clear();
}

void AppModel::SetClock(std::int64_t ahead)
{
    const std::lock_guard lock(m_mutex);
    m_ahead = ahead;
}

void AppModel::SetEventStatus(std::function<std::string(const std::string&, int)> choose)
{
    const std::lock_guard lock(m_mutex);
    m_eventStatus = std::move(choose);
}

void AppModel::PushAnswer(const std::string& id, const std::string& type)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.push_back({id, type});
    m_news.notify_all();
}

void AppModel::Restore(const std::string& newFeed, int keep)
{
    const std::lock_guard lock(m_mutex);
    m_feed = newFeed;
    for (auto& [stream, stored] : m_streams) {
        stored.resize(std::min(stored.size(), static_cast<std::size_t>(keep)));
    }
}

void AppModel::ExpireCursors(bool forEver)
{
    const std::lock_guard lock(m_mutex);
    m_keepExpiring = forEver;
    m_cursorsExpired = true;
}

void AppModel::StopWaiting()
{
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    m_news.notify_all();
}

void AppModel::WaitForStop()
{
    std::unique_lock lock(m_mutex);
    m_news.wait(lock, [&] { return m_stopping; });
}

std::vector<StoredEvent> AppModel::Stream(const std::string& stream) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_streams.find(stream);
    return found == m_streams.end() ? std::vector<StoredEvent>() : found->second;
}

std::size_t AppModel::EventCount() const
{
    const std::lock_guard lock(m_mutex);
    std::size_t count = 0;
    for (const auto& [stream, stored] : m_streams) {
        count += stored.size();
    }
    return count;
}

bool AppModel::HasBlob(const std::string& sha256) const
{
    const std::lock_guard lock(m_mutex);
    return m_blobs.contains(sha256);
}

std::int64_t AppModel::AcknowledgedCursor() const
{
    const std::lock_guard lock(m_mutex);
    return m_acknowledged;
}

std::vector<std::string> AppModel::Complaints() const
{
    const std::lock_guard lock(m_mutex);
    return m_complaints;
}

std::string AppModel::Epoch() const
{
    const std::lock_guard lock(m_mutex);
    return m_epoch;
}

int AppModel::LargestConcurrency() const
{
    const std::lock_guard lock(m_mutex);
    return m_batchesMost;
}

} // namespace bayline::test
