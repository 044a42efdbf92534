// SPDX-License-Identifier: GPL-3.0-or-later
// Blobs in steps: tus 1.0, as the contract has it for those over 1 MiB.
#include "sync/customer_app_client.h"
#include "sync/encoding.h"

#include "core/outcome.h"

#include <algorithm>
#include <charconv>

namespace bayline::sync {

namespace {

constexpr std::size_t kPiece = 256UL * 1024UL;

std::pair<std::string, std::string> TusHeader()
{
    return {"Tus-Resumable", "1.0.0"};
}

bool Answered(const HttpReply& reply, int status)
{
    return reply.transport == Transport::Answered && reply.status == status;
}

} // namespace

/// False when the answer does not say where the upload stands, or says what cannot be.
bool CustomerAppClient::TakeOffset(Upload& upload, const HttpReply& reply) const
{
    std::size_t offset = 0;
    const auto& text = reply.uploadOffset;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), offset);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || offset > upload.bytes.size()) {
        return false;
    }
    upload.offset = offset;
    return true;
}

Verdict CustomerAppClient::UploadBlob(Upload& upload, const std::stop_token& stop)
{
    // So often an upload may have gone astray at the other side within one call.
    constexpr int kMostBeginnings = 3;
    for (int beginning = 0; beginning < kMostBeginnings; ++beginning) {
        auto verdict = FindUpload(upload, stop);
        while (verdict.next == Next::Use && !upload.done && !upload.path.empty()) {
            verdict = SendPiece(upload, stop);
        }
        if (upload.done) {
            m_uploads.erase(upload.sha256);
        }
        if (upload.done || verdict.next != Next::Use) {
            return verdict;
        }
    }
    return Unreadable();
}

/// Where the upload stands: the one that was begun by us, by another process, or a new one.
Verdict CustomerAppClient::FindUpload(Upload& upload, const std::stop_token& stop)
{
    const auto begun = m_uploads.find(upload.sha256);
    if (begun == m_uploads.end()) {
        return BeginUpload(upload, stop);
    }
    upload.path = begun->second;
    HttpReply reply;
    auto verdict = Call("HEAD", upload.path, nullptr, m_options.timeouts, stop, &reply, {TusHeader()});
    if (Answered(reply, 404) || Answered(reply, 410)) {
        m_uploads.erase(begun);
        return BeginUpload(upload, stop);
    }
    return verdict.next != Next::Use || TakeOffset(upload, reply) ? verdict : Unreadable();
}

Verdict CustomerAppClient::BeginUpload(Upload& upload, const std::stop_token& stop)
{
    upload.path.clear();
    const Headers headers{
        TusHeader(),
        {"Upload-Length", std::to_string(upload.bytes.size())},
        {"Upload-Metadata", "sha256 " + ToBase64(upload.sha256) + ",content_type " + ToBase64(upload.contentType)},
        {"Content-Length", "0"}};
    HttpReply reply;
    auto verdict = Call("POST", "/v1/blobs/uploads", nullptr, m_options.timeouts, stop, &reply, headers);
    if (verdict.next != Next::Use) {
        return verdict;
    }
    if (reply.status == 200) {
        upload.done = true;
        return {};
    }
    auto path = reply.location;
    if (path.starts_with(m_credentials.url)) {
        path.erase(0, m_credentials.url.size());
    } else if (path.starts_with(m_pathPrefix)) {
        path.erase(0, m_pathPrefix.size());
    }
    // Never to another place than the one that was paired.
    if (!path.starts_with("/v1/blobs/uploads/") || !TakeOffset(upload, reply)) {
        return Unreadable();
    }
    upload.path = path;
    m_uploads[upload.sha256] = path;
    return {};
}

/// One PATCH. Clears `path` when the upload must be looked for again.
Verdict CustomerAppClient::SendPiece(Upload& upload, const std::stop_token& stop)
{
    const auto length = std::min(kPiece, upload.bytes.size() - upload.offset);
    const auto* begin = reinterpret_cast<const char*>(upload.bytes.data()) + upload.offset;
    const Content content{.bytes = {begin, length}, .type = "application/offset+octet-stream"};
    auto timeouts = m_options.timeouts;
    timeouts.total = std::chrono::milliseconds(0);
    HttpReply reply;
    auto verdict = Call("PATCH", upload.path, &content, timeouts, stop, &reply,
                        {TusHeader(), {"Upload-Offset", std::to_string(upload.offset)}});
    if (Answered(reply, 409)) {
        upload.path.clear(); // it stands elsewhere than we thought
        return {};
    }
    const bool gone = Answered(reply, 404) || Answered(reply, 410);
    if (gone || Answered(reply, 422)) {
        // 422: what it has put together is not the blob, and it has thrown it away.
        m_uploads.erase(upload.sha256);
        upload.path.clear();
        return {};
    }
    if (verdict.next != Next::Use) {
        return verdict;
    }
    const auto before = upload.offset;
    if (!TakeOffset(upload, reply) || upload.offset <= before) {
        return Unreadable();
    }
    upload.done = upload.offset == upload.bytes.size();
    return {};
}

} // namespace bayline::sync
