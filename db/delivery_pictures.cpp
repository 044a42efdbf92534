// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures that technicians' phones sent: what waits at the customer app, and what becomes of it here.
#include "db/delivery.h"

#include "db/rows.h"

namespace bayline::db {

std::vector<core::WaitingPicture> PostgresDeliveryLog::WaitingPictures(std::size_t limit)
{
    const std::lock_guard lock(m_connectionMutex);
    const auto answer = m_connection.CallJson("relay.waiting_pictures($1::int)", {std::to_string(limit)});
    std::vector<core::WaitingPicture> pictures;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        const JsonReader data(row.Object("data"));
        pictures.push_back({.answerId = row.Text("answer_id"),
                            .pictureId = data.TextOr("picture_id"),
                            .sha256 = data.TextOr("sha256"),
                            .bytes = data.IntegerOr("bytes", 0),
                            .name = data.TextOr("name")});
    }
    return pictures;
}

void PostgresDeliveryLog::StorePicture(const core::WaitingPicture& picture, const core::CleanPicture& clean)
{
    const std::lock_guard lock(m_connectionMutex);
    const auto store = [this](const std::string& sha256, const std::vector<std::uint8_t>& bytes) {
        m_connection.CallWithBytes("select relay.store_blob($1, $2, $3)", {sha256, "image/jpeg"}, bytes.data(),
                                   bytes.size());
    };
    store(clean.largeSha256, clean.large);
    store(clean.thumbSha256, clean.thumb);
    m_connection.Execute("select relay.store_picture(:answer, :large, :thumb, :width::int, :height::int)",
                         {{"answer", picture.answerId},
                          {"large", clean.largeSha256},
                          {"thumb", clean.thumbSha256},
                          {"width", clean.width},
                          {"height", clean.height}});
}

void PostgresDeliveryLog::RefusePicture(const core::WaitingPicture& picture, const std::string& reason)
{
    const std::lock_guard lock(m_connectionMutex);
    m_connection.Execute("select relay.refuse_picture(:answer, :reason)",
                         {{"answer", picture.answerId}, {"reason", reason}});
}

std::vector<core::UntoldPicture> PostgresDeliveryLog::UntoldPictures(std::size_t limit)
{
    const std::lock_guard lock(m_connectionMutex);
    const auto answer = m_connection.CallJson("relay.untold_pictures($1::int)", {std::to_string(limit)});
    std::vector<core::UntoldPicture> pictures;
    for (const auto& value : answer.as_array()) {
        const JsonReader row(AsObject(value));
        pictures.push_back({.answerId = row.Text("answer_id"),
                            .pictureId = row.TextOr("picture_id"),
                            .result = row.Text("result"),
                            .reason = row.TextOr("reason")});
    }
    return pictures;
}

void PostgresDeliveryLog::PictureTold(const core::UntoldPicture& picture)
{
    const std::lock_guard lock(m_connectionMutex);
    m_connection.Execute("select relay.picture_told(:answer, :result)",
                         {{"answer", picture.answerId}, {"result", picture.result}});
}

} // namespace bayline::db
